"""The public log: entries, commitments, the Merkle tree over them, and its signed checkpoints."""
