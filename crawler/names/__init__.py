"""Files and feeds of domain names: unpacked, their format found, read in bounded memory."""
