"""Values and templates → bytes: pages, QR codes, search shards, data files. Page functions are pure."""
