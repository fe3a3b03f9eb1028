# The commands a person types. `make` alone lists them; each step says what it does, and is done once.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Optimizing the WASM at the end keeps one core busy; what does not wait for it uses the other.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=2
endif
# Cargo and rustc look here first for whom to share jobs with, and warn when it is a `make` that shares none.
export CARGO_MAKEFLAGS :=
.DEFAULT_GOAL := help

# What was made, and when: outputs under target/, and a stamp where a tool leaves an unchanged output's date alone.
FRONT := target/front
SITE  := target/site
STAMP := target/make
ROSTER := target/release/roster

# One set of packages for every native build, so that cargo chooses the same features for all of them and compiles the
# dependencies once. Never --workspace: see default-members in Cargo.toml.
NATIVE  := -p server -p app -p directory -p protocol -p store -p model --features app/ssr
BROWSER := -p frontend --target wasm32-unknown-unknown

find = $(shell find $(1) -type f $(2) 2>/dev/null | sort)
MANIFESTS       := Cargo.toml Cargo.lock rust-toolchain.toml $(wildcard .cargo/config.toml) $(wildcard */Cargo.toml crates/*/Cargo.toml)
BROWSER_SOURCES := $(MANIFESTS) frontend/build.rs $(call find,app/src frontend/src crates/model/src)
SERVER_SOURCES  := $(MANIFESTS) $(wildcard server/build.rs) \
                   $(call find,app/src server/src crates/*/src migrations,! -name '*.sh')
STYLE_SOURCES   := $(call find,style,-name '*.scss')
PUBLIC          := $(call find,public)

BUNDLER := target/bundler/bundler
NODE_MODULES := node_modules/.package-lock.json
SDK_MODULES  := end2end/sdks/node_modules/.package-lock.json
BIN := node_modules/.bin

# Wherever the person's other projects are built.
export CARGO_TARGET_DIR := $(CURDIR)/target
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

# A prerequisite that is never up to date, unless the file is there.
unless = $(if $(wildcard $(1)),,missing)
.PHONY: missing
missing: ;

comma := ,
# One line before a step, its time after it.
say = trap '[ $$? -eq 0 ] && printf "   %ss\n" "$$SECONDS"' EXIT; printf '\033[1m── %s\033[0m\n' "$(1)"

.PHONY: help run build test check e2e sdks screenshots watch bench clean
help:
	@cat <<-'END'
		make run     set up, build and serve Roster on http://localhost:8080, data in ./data
		make test    set up, then everything that must hold: format, lints, tests, end-to-end in Chromium, Auth0's SDKs
		make build   target/release/roster, one binary that carries the browser's part and its migrations
		make check   format and lints alone
		make e2e     the end-to-end tests alone; ARGS="users.spec.ts" chooses
		make sdks    Auth0's own SDKs, its deploy tool and schemathesis against Roster alone; ARGS="deploy" chooses
		make screenshots  renew the pictures that the README shows
		make watch   rebuild and restart on every change, quick to compile
		make bench   the figures: latency, memory, size, time to hydrate
		make clean   delete target/ and node_modules/; ./data stays
	END

run: $(ROSTER)
	@exec $(ROSTER) serve

build: $(ROSTER)
	@ls -l $(ROSTER) | awk '{ printf "target/release/roster, %.1f MB\n", $$5 / 1e6 }'

# --- What is needed -------------------------------------------------------------------------------------------------

$(STAMP)/toolchain: rust-toolchain.toml Cargo.toml
	@$(call say,Checking Rust and Node)
	tell() { printf '%s\n' "$$@" >&2; exit 1; }
	command -v cargo >/dev/null || tell 'Rust is missing. Install it from https://rustup.rs and run make again.'
	command -v npm >/dev/null || tell 'Node 20.19 or newer is missing. Install it from https://nodejs.org and run make again.'
	node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
		tell "Node 20.19 or newer is needed; this is $$(node --version)."
	needed=$$(awk -F'"' '/^rust-version/ { print $$2 }' Cargo.toml)
	version() { rustc --version | awk '{ print $$2 }'; }
	is_old() { [ "$$(printf '%s\n' "$$needed" "$$(version)" | sort -V | head -1)" != "$$needed" ]; }
	has_wasm() { ls "$$(rustc --print target-libdir --target wasm32-unknown-unknown)"/libcore-*.rlib >/dev/null 2>&1; }
	if command -v rustup >/dev/null; then
		rustup show active-toolchain >/dev/null 2>&1 || rustup toolchain install stable --profile minimal
		if is_old; then rustup update stable; fi
		has_wasm || rustup target add wasm32-unknown-unknown
		for tool in clippy rustfmt; do cargo "$${tool/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add $$tool; done
	fi
	if is_old; then tell "Rust $$needed or newer is needed; this is $$(version)."; fi
	has_wasm || tell 'The Rust target wasm32-unknown-unknown is missing.' \
		'Install it with your distribution (Debian: libstd-rust-dev-wasm32) or use https://rustup.rs.'
	mkdir -p $(@D) && touch $@

$(STAMP)/bundler: $(MANIFESTS) $(call find,frontend/bundler) $(call unless,$(BUNDLER)) | $(STAMP)/toolchain
	@$(call say,Setting up what splits the WASM (wasm-split) and binds it (wasm-bindgen))
	cargo build --locked --quiet --profile bundler -p bundler
	mkdir -p $(@D) && touch $@
$(BUNDLER): $(STAMP)/bundler ;

$(NODE_MODULES): package.json package-lock.json | $(STAMP)/toolchain
	@$(call say,Installing the npm tools (sass$(comma) wasm-opt$(comma) Playwright))
	npm ci --omit=optional --ignore-scripts --loglevel=error
	touch $@

# --- The browser's part ---------------------------------------------------------------------------------------------

# A stamp for the work and an output that keeps its date when nothing changed, so that what follows is not done again.
$(STAMP)/wasm: $(BROWSER_SOURCES) $(call unless,$(FRONT)/frontend.wasm) | $(STAMP)/toolchain
	@$(call say,Compiling the browser part to WASM)
	cargo build --locked --profile wasm-release $(BROWSER)
	mkdir -p $(FRONT) $(STAMP)
	wasm=target/wasm32-unknown-unknown/wasm-release/frontend.wasm
	cmp -s $$wasm $(FRONT)/frontend.wasm || cp $$wasm $(FRONT)/frontend.wasm
	touch $@
$(FRONT)/frontend.wasm: $(STAMP)/wasm ;

$(STAMP)/chunks: $(FRONT)/frontend.wasm $(BUNDLER) frontend/shrink.mjs $(NODE_MODULES) $(call unless,$(FRONT)/wasm/roster_bg.wasm)
	@$(call say,Splitting$(comma) binding and shrinking the WASM)
	rm -rf $(FRONT)/split $(FRONT)/wasm && mkdir -p $(FRONT)/wasm
	$(BUNDLER) $(FRONT)/frontend.wasm $(FRONT)/split
	node frontend/shrink.mjs $(FRONT)/split $(FRONT)/wasm
	touch $@

$(FRONT)/main.css: $(STYLE_SOURCES) $(NODE_MODULES)
	@$(call say,Compiling the styles)
	mkdir -p $(FRONT)
	$(BIN)/sass --no-source-map --style=compressed style/main.scss:$(FRONT)/main.css style/hosted.scss:$(FRONT)/hosted.css

$(STAMP)/site: $(STAMP)/chunks $(FRONT)/main.css $(PUBLIC) $(wildcard frontend/*.mjs frontend/*.js) $(call unless,$(SITE)/pkg/roster.*.js)
	@$(call say,Packing the assets)
	node frontend/pack.mjs $(FRONT) public $(SITE)
	mkdir -p $(@D) && touch $@
$(SITE)/manifest.json: $(STAMP)/site ;

# --- The server, which carries it -----------------------------------------------------------------------------------

# All but the program itself, which has to wait for what it carries.
$(STAMP)/libraries: $(SERVER_SOURCES) $(call unless,$(ROSTER)) | $(STAMP)/toolchain
	@$(call say,Compiling the server (about 8 minutes the first time))
	cargo build --locked --release $(NATIVE) --lib
	mkdir -p $(@D) && touch $@

$(STAMP)/server: $(SITE)/manifest.json $(STAMP)/libraries
	@$(call say,Linking the server with the browser part)
	cargo build --locked --release $(NATIVE) --bin roster
	mkdir -p $(@D) && touch $@
$(ROSTER): $(STAMP)/server ;
# --- Tests ----------------------------------------------------------------------------------------------------------

test: $(STAMP)/toolchain
	@SECONDS=0
	$(MAKE) check
	$(MAKE) build
	$(MAKE) rust-tests
	$(MAKE) e2e
	$(MAKE) sdks
	printf '\033[1m── All tests passed\033[0m\n   %s min %s s in all\n' "$$((SECONDS / 60))" "$$((SECONDS % 60))"

.PHONY: fmt lint-native lint-browser rust-tests
check:
	@$(MAKE) fmt
	$(MAKE) lint-native
	$(MAKE) lint-browser

fmt: $(STAMP)/toolchain
	@$(call say,Checking the format)
	cargo fmt --all --check

# The profiles of the products: build scripts and macros are compiled once for lints, tests and products.
lint-native: $(STAMP)/toolchain
	@$(call say,Clippy: server and crates)
	cargo clippy --locked --release $(NATIVE) --all-targets -- -D warnings
	cargo clippy --locked --quiet --profile bundler -p bundler -- -D warnings

lint-browser: $(STAMP)/toolchain
	@$(call say,Clippy: browser part)
	cargo clippy --locked --profile wasm-release -p app -p frontend --features app/hydrate --target wasm32-unknown-unknown -- -D warnings

# Both engines: with-postgres gives the tests a private cluster and takes it away again.
rust-tests: $(SITE)/manifest.json
	@$(call say,Unit$(comma) store and router tests)
	if cargo nextest --version >/dev/null 2>&1; then
		crates/store/tests/with-postgres cargo nextest run --locked --cargo-profile release $(NATIVE) --no-fail-fast
	else
		crates/store/tests/with-postgres cargo test --locked --release $(NATIVE) --no-fail-fast --lib --bins --tests
	fi
	cargo test --locked --release $(NATIVE) --doc --quiet

e2e: $(ROSTER) $(NODE_MODULES)
	@$(call say,End-to-end tests in Chromium)
	export ROSTER_CHROMIUM="$$(end2end/chromium)"
	$(BIN)/playwright test --config end2end/playwright.config.ts $(ARGS)

$(SDK_MODULES): end2end/sdks/package.json end2end/sdks/package-lock.json | $(STAMP)/toolchain
	@$(call say,Installing Auth0's SDKs for Node and its deploy tool)
	npm ci --prefix end2end/sdks --omit=optional --ignore-scripts --loglevel=error
	touch $@

target/sdks/python-%/installed: end2end/sdks/requirements-%.txt end2end/sdks/python
	@$(call say,Installing from PyPI: $*)
	end2end/sdks/python $< $(@D)
	touch $@

sdks: $(ROSTER) $(SDK_MODULES) $(addprefix target/sdks/python-,$(addsuffix /installed,4 6 schemathesis))
	@$(call say,Auth0's own SDKs$(comma) its deploy tool$(comma) and schemathesis)
	node end2end/sdks/run.mjs $(ARGS)

screenshots: $(ROSTER) $(NODE_MODULES)
	@$(call say,Renewing the pictures of the README)
	export ROSTER_CHROMIUM="$$(end2end/chromium)" ROSTER_SCREENSHOTS=end2end/screenshots
	$(BIN)/playwright test --config end2end/playwright.config.ts screenshots.spec.ts

# --- Daily work -----------------------------------------------------------------------------------------------------

watch: $(BUNDLER) $(NODE_MODULES)
	@exec node end2end/watch.mjs $(BUNDLER)

bench: $(ROSTER) $(NODE_MODULES)
	@$(call say,The server's figures)
	cargo bench --locked -p server
	export ROSTER_CHROMIUM="$$(end2end/chromium)"
	node end2end/bench.mjs

clean:
	rm -rf target node_modules end2end/sdks/node_modules
