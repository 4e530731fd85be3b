#!/usr/bin/env python
from siteagent_project.__main__ import main

if __name__ == "__main__":
    main()
