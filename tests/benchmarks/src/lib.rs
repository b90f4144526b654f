//! Benchmarks only: see `benches/`. Ratios within one run count; these are not tests.
