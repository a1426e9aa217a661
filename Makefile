# Parvis. Nothing else to remember: make demo · make test · make check · make bench · make fmt

PYTHON ?= python3
export PARVIS_PORT ?= 8000

.PHONY: demo demo-reset test check bench fmt

demo:            ## the whole site with its demo, on a loopback address; Ctrl-C ends it
	@$(PYTHON) intranet/demo/start.py

demo-reset:      ## forget what was done in the demo and start afresh
	@$(PYTHON) intranet/demo/start.py --reset

test:            ## everything: style, contracts, types, migrations, tests in a real browser against the real services
	@$(PYTHON) tests/services/run.py all

check:           ## the part of it that takes under a minute
	@$(PYTHON) tests/services/run.py check

bench:           ## the benchmarks; they print ratios measured in one run
	@$(PYTHON) tests/services/run.py bench

fmt:             ## put code and templates in the house's form
	@$(PYTHON) tests/services/run.py fmt
