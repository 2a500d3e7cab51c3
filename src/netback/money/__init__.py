"""Who earns what: contracts as waterfalls over streams of barrels."""
