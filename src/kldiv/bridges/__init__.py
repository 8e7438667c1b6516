"""What the ways into other libraries share: the derived formulas as functions of tensors, and the names of classes."""
