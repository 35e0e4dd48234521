// A worker that ends before it answers, as one would that ran out of memory.
process.exit(3)
