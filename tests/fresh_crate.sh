#!/usr/bin/env bash
# A newcomer's crate: outside the workspace, with nothing but `orm` and `tokio`, it builds and runs the quickstart.
# No test, because it builds every dependency anew, with default features only (about a minute).
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
crate="$(mktemp -d)"
trap 'rm -rf "$crate"' EXIT
mkdir "$crate/src"
cp "$root/examples/quickstart.rs" "$crate/src/main.rs"
cp "$root/rust-toolchain.toml" "$crate"
cat > "$crate/Cargo.toml" <<TOML
[package]
name = "fresh"
version = "0.1.0"
edition = "2024"

[dependencies]
orm = { path = "$root" }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

[workspace]
TOML
cd "$crate"
cargo run
