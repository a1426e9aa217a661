"""Words too common to search for.

The list that Elasticsearch names `_french_`, given to it by us so that both read the same, and one more: `a`, which
is what `à` becomes under many fingers. Words that are also something else (son, été, sommes) are not in it.
"""

_WORDS = """
a à au aux avec c ce ceci cela celà ces cet cette d dans de des du elle en et eux ici il ils j je l la le les leur
leurs lui m ma mais me même mes moi mon n ne nos notre nous on ou par pas pour qu que quel quelle quelles quels qui
s sa sans se ses soi sur t ta te tes toi ton tu un une vos votre vous y
ai aie aient aies ait aurai auraient aurais aurait aurez auriez aurions aurons auront avaient avais avait avez aviez
avons ayant ayez ayons eu eue eues eurent eus eusse eussent eusses eussiez eussions eut eûmes eût eûtes ont es
étaient étais était étant étée étées étiez étions êtes furent fus fusse fussent fusses fussiez fussions fut fûmes
fûtes sera serai seraient serais serait seras serez seriez serions serons seront sois soient soit sont soyez soyons
suis
"""
STOP_WORDS = frozenset(_WORDS.split())
ARTICLES = ("l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu")
