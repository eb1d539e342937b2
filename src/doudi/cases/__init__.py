"""The file: its state, the steps taken, its papers, its deadlines."""
