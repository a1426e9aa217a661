"""One list of queries finds the same things on every engine."""

import pytest

from search.engines.scratch import scratch
from tests.search.conftest import ENGINES
from tests.search.texts import ask, entry, fill

TEXTS = [
    ("Prélèvement à la source : déployer, puis fiabiliser", "Deux déclarants par SIRET. Trois essais à blanc."),
    ("Le PAS en une page", "Cinq agents, quatre élus, une secrétaire : ce n'est pas compliqué."),
    ("Taux neutre : que faire ?", "L’agent arrivé en cours de mois n’a pas encore son taux individualisé."),
    (
        "Changer de logiciel de paie en pleine année",
        "81 % de reconnus le mois de la bascule ; trois mois pour revenir.",
    ),
    ("Régie de la cantine", "Portail familles, factures impayées, prélèvement automatique des parents."),
    ("Un mardi, 8 h 52", "312 courriels piégés. Hameçonnage : dix-neuf mots de passe saisis, double authentification."),
    ("Nomenclature M57", "Amortissement au prorata temporis. Table de correspondance M14 vers M57.xlsx"),
    ("Bornes de recharge", "Puissance, itinérance, groupement d'achat avec le syndicat d'énergie."),
    ("Accessibilité du site", "RGAA, audit, déclaration de conformité, schéma pluriannuel."),
    ("Chevaux de trait municipaux", "Travaux des espaces verts, économies, journaux locaux."),
]
SYNONYMS = ("PAS, prélèvement à la source", "phishing, hameçonnage", "MFA, double authentification, 2FA")
QUERIES = """PAS | pas | prelevement a la source | prélévement a la sourse | taux neutre | taux neutre contratuel
logiciel paie | regie cantine | m57 | M57.xlsx | l'amortissement | hameconage | phishing | mfa | 2fa | bornes recharges
rgaa | cheval | journal | travail | economie | secretaire mairie | siret | 81 % | energies | elus | courriel piege
autre chose"""


@pytest.mark.usefixtures("db")
def test_a_fixed_list_of_queries_gives_equal_sets_and_equal_corrections():
    answers = {}
    for name in ENGINES:
        with scratch(name) as engine:
            fill(engine, *(entry(f"lesson:{n}", title, body) for n, (title, body) in enumerate(TEXTS)))
            for words in map(str.strip, QUERIES.replace("\n", "|").split("|")):
                found = ask(engine, words, synonyms=SYNONYMS, limit=100)
                correction = found.correction.text if found.correction else None
                answers.setdefault(words, []).append(({hit.key for hit in found.answer.hits}, correction))
    assert {words: found for words, found in answers.items() if any(each != found[0] for each in found)} == {}
    assert sum(bool(found[0][0]) for found in answers.values()) > 20
