"""`make dev`: the engine as `omniimage serve`, and Vite with hot reload in front of it."""

import json
import os
import shutil
import subprocess
import sys

serve = [sys.executable, "-m", "omniimage", "serve", *sys.argv[1:]]
with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as studio:
    assert studio.stdout is not None
    line = studio.stdout.readline()
    if not line:
        sys.exit(studio.wait())
    ready = json.loads(line)
    env = os.environ | {"OMNIIMAGE_DEV_URL": ready["url"], "OMNIIMAGE_DEV_TOKEN": ready["token"]}
    try:
        subprocess.run([shutil.which("npm") or "npm", "run", "dev"], cwd="frontend", env=env, check=False)
    except KeyboardInterrupt:
        pass
    finally:
        studio.terminate()
