"""What a library costs as it grows: from ten thousand tracks to millions."""
