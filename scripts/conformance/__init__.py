"""What other libraries answer: asked by `make conformance`, no part of the build."""
