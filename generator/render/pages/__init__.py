"""The pages: one module per record kind; every function takes values and gives the bytes of one page."""
