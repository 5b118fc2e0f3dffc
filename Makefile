# What people call. Everything is done by the command line `headroom` (npm exec headroom -- --help);
# this file installs, compiles and passes variables on.
SHELL := /bin/sh
.DEFAULT_GOAL := help

ifneq ($(findstring :,$(CURDIR)),)
$(error This checkout is in "$(CURDIR)": expected a folder without a colon, which ends a folder in PATH. Move it)
endif
# The pinned Node goes first once it is installed; before that any Node from 20 on will do.
export PATH := $(CURDIR)/node_modules/node/bin:$(CURDIR)/node_modules/.bin:$(PATH)

installed := node_modules/.headroom-installed
compiled := services/api/dist/.headroom-compiled
page := ui/dist/index.html
manifests := package.json package-lock.json $(wildcard */package.json services/*/package.json)
page_sources := $(shell find ui/src contract -type f -not -name '.*' 2>/dev/null) $(wildcard ui/*.*)
api_sources := $(shell find services/api/src services/loop-metrics/src contract -name '*.ts' 2>/dev/null)

# Several targets at a time, each with its lines together where this make can; all of them, though one fails.
beside = $(MAKE) --no-print-directory --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

# Vite loads the tests, and these end a path for it. All else runs in such a folder too.
hash := \#
unfit := $(strip $(foreach sign,$(hash) ?,$(findstring $(sign),$(CURDIR))))
vitest = $(if $(unfit),$(error The tests cannot run in "$(CURDIR)": expected a folder without $(unfit) in its name. Move it))vitest
all_of = $(vitest) run --reporter=default --reporter=json
# quoted(text): as one word of the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'
# What `try` and `watch` run: of a source the tests beside it.
tried = $(or $(wildcard $(T:.ts=.test.ts)),$(T))
# From the checkout on, which may itself be below a folder `test`.
tried_here = $(subst $(CURDIR)/,,$(abspath $(tried)))
# The fast tests below it; all of them where it names a folder `test`, which holds those with processes, browser or
# containers. A whole path with its slash is no part of another's name.
tests_tried = $(if $(findstring /test/,/$(tried_here)/),,$(foreach name,unit services simulations faults,--project $(name))) \
	$(call quoted,$(abspath $(tried))$(if $(wildcard $(tried)/.),/))
# Asked before anything is installed.
ifneq ($(filter try watch,$(MAKECMDGOALS)),)
$(if $(and $(filter 1,$(words $(T))),$(wildcard $(T))),,$(error T is "$(T)": expected one folder or file that is there, as in make try T=bench/model))
$(if $(filter services/fastapi%,$(tried_here)),$(error The tests of $(T) are in Python: make test-python))
endif

# npm and Vite would keep what Node compiled of them in the temporary folder.
npm = NODE_DISABLE_COMPILE_CACHE=1 npm
demand_npm = command -v npm >/dev/null || { echo "make: npm was not found: install Node.js 20 or later (https://nodejs.org)"; exit 3; }

# given(VARIABLE): its value as one word of the shell, and nothing where it has none. As it was written: a dollar sign in it
# is no variable of make's.
given = $(if $(value $(1)),$(call quoted,$(value $(1))))
# flag(name,VARIABLE): --name 'value' when it has a value.
flag = $(if $(value $(2)),--$(1) $(call given,$(2)))
# Several gates have spaces between them.
gate_flags = $(foreach gate,$(value GATE),--gate $(call quoted,$(gate)))
run_flags = $(call flag,preset,PRESET) $(call flag,subject,SUBJECT) $(call flag,endpoint,ENDPOINT) \
	$(call flag,vus,VUS) $(call flag,rate,RATE) $(call flag,duration,DURATION) $(call flag,repeats,REPEATS) \
	$(call flag,runtime,RUNTIME)

.PHONY: help bench capacity runs compare noise ui up down doctor test test-fast test-simulations test-all try watch lint-beside test-processes test-measurements test-browser test-python test-containers draw-dashboards real-servers lint lint-code lint-lab fix build dashboards schemas images guide golden clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make bench takes PRESET=article|quick|claims|waits|noop|full SUBJECT=nest,fastapi ENDPOINT= VUS= RATE= DURATION= REPEATS= RUNTIME= BASE=<another checkout> GATE="

bench: build ## Measure the article's table on this machine (about 5 minutes; PRESET=quick: 2)
	@bench/bin/headroom run $(run_flags) $(call flag,base,BASE) $(gate_flags)

capacity: build ## How much load each endpoint carries until SLO breaks (SLO=p95=300ms ENDPOINT=/http/sync,/http/async MODEL=open|closed)
	@bench/bin/headroom capacity $(call flag,slo,SLO) $(call flag,subject,SUBJECT) $(call flag,endpoint,ENDPOINT) \
		$(call flag,model,MODEL) $(call flag,duration,DURATION) $(call flag,repeats,REPEATS) $(call flag,runtime,RUNTIME)

runs: $(installed) ## List the runs in results/ (npm exec headroom -- runs delete removes some)
	@bench/bin/headroom runs $(call flag,preset,PRESET) $(call flag,subject,SUBJECT) $(call flag,endpoint,ENDPOINT)

compare: $(installed) ## Hold two runs against each other (BASE= HEAD= GATE='throughput:-5% p99:+10%')
	@bench/bin/headroom compare $(call given,BASE) $(call given,HEAD) $(gate_flags)

noise: build ## What difference between two runs can this machine not tell from none? (about 10 minutes)
	@bench/bin/headroom noise $(run_flags)

up: build ## Start the lab in containers: service, Prometheus, Grafana
	@bench/bin/headroom up

down: ## Remove the lab's containers, networks and volumes
	@bench/bin/headroom down

ui: build ## Serve the live page on http://127.0.0.1:8089 (UI_PORT): start a run, watch it, change its users
	@bench/bin/headroom serve

doctor: build ## Check whether this machine can measure
	@bench/bin/headroom doctor $(call flag,subject,SUBJECT) $(call flag,runtime,RUNTIME)

# Where lines are counted the simulations run apart, because counting them takes five times as long as they do.
apart = $(if $(coverage),simulations)

test: build ## Lint, type-check and run the fast tests (no Docker needed)
	@$(MAKE) --no-print-directory --keep-going -j3 lint-beside test-fast $(apart:%=test-%); \
		code=$$?; cat test-results/lint.log; exit $$code

test-fast: build
	@$(all_of) $(foreach name,$(filter-out $(apart),unit services simulations faults smoke),--project $(name)) $(coverage) --outputFile.json=test-results/fast.json

test-simulations: build
	@$(all_of) --project simulations --outputFile.json=test-results/simulations.json

# Said by `test` when all is over, so that its lines do not fall between those of the tests.
lint-beside: build
	@mkdir -p test-results
	@$(MAKE) --no-print-directory lint-code >test-results/lint.log 2>&1

# Every case of the simulations and the property tests, with fresh seeds, and the coverage.
test-all: export HEADROOM_TEST_CASES = all
# Handed down to the makes below.
test-all: export coverage = --coverage
# What fails does not hide what comes after it.
test-all: build ## All tests, the ones with containers and long ones included
	@code=0; \
		$(MAKE) --no-print-directory test || code=$$?; \
		$(beside) -j5 lint-lab test-processes test-browser test-python test-containers || code=$$?; \
		$(MAKE) --no-print-directory test-measurements || code=$$?; \
		exit $$code

try: build ## Run the fast tests of one folder or file (T=bench/model; of a folder test, all: T=services/stores/test)
	@$(vitest) run $(tests_tried)

watch: build ## The same again on each save (T=bench/model)
	@$(vitest) watch $(tests_tried)

test-processes: build ## Tests with real processes, k6 and the service, several at a time
	@$(all_of) --project processes --outputFile.json=test-results/processes.json

test-measurements: build ## Those that others at work would spoil
	@$(all_of) --project measurements --project measurements-alone --outputFile.json=test-results/measurements.json

test-browser: $(installed) ## Tests of report.html in a browser; skipped with the reason where no Chromium is installed
	@$(all_of) --project browser --outputFile.json=test-results/browser.json

test-python: ## Lint and tests of the FastAPI subject; skipped with the reason where Python lacks
	@services/fastapi/check.sh --junitxml=$(call quoted,$(CURDIR)/test-results/python.xml)

test-containers: build ## Tests with real containers; skipped with the reason where no engine answers
	@node test/support/run-container-tests.ts --reporter=default --reporter=json --outputFile.json=test-results/containers.json

draw-dashboards: $(installed) ## Draw the dashboards of a run with Grafana's own libraries (RUN=results/latest PROMETHEUS=http://127.0.0.1:9090; installs 630 MB once)
	@node test/grafana/main.ts $(call flag,run,RUN) $(call flag,prometheus,PROMETHEUS) $(call flag,out,OUT)

real-servers: build ## Probe Puma, Apache, Spring and other real servers: is what it says of them right? (S=puma,uwsgi REAL_SERVERS_CACHE=<folder>)
	@node test/real-servers/main.ts $(call given,S)

lint: lint-code lint-lab ## Style, import directions, types, unused code; Compose file, Prometheus rules and workflows

lint-code: $(installed)
	@code=0; for check in 'biome check .' 'tsc -b' knip; do $$check || code=1; done; exit $$code

# promtool and actionlint are those on the PATH, or built with Go from tools/.
lint-lab: $(installed)
	@dclint docker-compose.yml
	@promtool=$$(command -v promtool || { built=$$(tools/prometheus.sh) && echo "$$built/promtool"; }) && \
		"$$promtool" check config --lint=all prometheus/prometheus.yml && \
		"$$promtool" check rules --lint=all prometheus/rules/*.yml && \
		"$$promtool" test rules prometheus/tests/*.yml
	@actionlint=$$(command -v actionlint || tools/actionlint.sh) && "$$actionlint" .github/workflows/*.yml

fix: $(installed) ## Let the formatter and linter mend what they can
	@biome check --write .

build: $(compiled) $(page) ## Install what is missing, compile the NestJS service and build the live page

dashboards: $(installed) ## Renew the dashboards' JSON from their TypeScript
	@$(npm) run --silent --workspace @headroom/grafana generate

schemas: $(installed) ## Renew contract/schemas from the zod schemas
	@node contract/schemas/write-schemas.ts

images: $(installed) ## Renew the digests of the base images, as the registries have them now
	@node ci/pin-images.ts

guide: $(installed) ## Renew docs/choosing.md from the reports in docs/choosing
	@node bench/guide/write-guide.ts

golden: $(installed) ## Renew the golden reports, and docs/faults.md
	@$(vitest) run --project unit --project faults bench/report bench/compare test/faults/page.test.ts --update

clean: ## Remove what was installed and compiled; results stay
	@rm -rf node_modules */node_modules services/*/node_modules grafana/proof/node_modules grafana/proof/dist services/api/dist services/fastapi/.venv ui/dist coverage test-results .ci-venv
	@find . -name .tsbuildinfo -not -path './results/*' -delete

# The lock file holds the packages of every platform (test/repository/lock-file.test.ts), so it is never rewritten.
$(installed): $(manifests)
	@$(demand_npm)
	@echo "Installing packages and the pinned Node.js (once, about a minute) ..."
	@$(npm) ci --include=dev --no-audit --no-fund --loglevel=error
	@test -x node_modules/node/bin/node || { \
		echo "npm is set to run no scripts of packages: the one that installs the pinned Node.js is run all the same."; \
		$(npm) rebuild node --ignore-scripts=false; }
	@touch $@

$(compiled): $(installed) $(api_sources) services/api/package.json $(wildcard services/api/tsconfig*.json)
	@$(demand_npm)
	@echo "Compiling the NestJS service ..."
	@$(npm) run --silent --workspace @headroom/api build
	@touch $@

$(page): $(installed) $(page_sources)
	@$(demand_npm)
	@echo "Building the live page ..."
	@$(npm) run --silent --workspace @headroom/ui build -- --logLevel warn
	@touch $@
