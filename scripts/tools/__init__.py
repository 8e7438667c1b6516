"""What contributors run beside the build: linters, locks, the register, benchmarks, mutation."""
