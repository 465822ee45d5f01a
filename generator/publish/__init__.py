"""The edge after the build: where a finished site is sent, and how, so that visitors never see it half done."""
