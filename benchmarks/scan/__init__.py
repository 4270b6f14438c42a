"""What listing, analysing and looking again at a library costs."""
