"""The program under test, as one that answers requests in a process of its own."""

import json
import selectors
import subprocess


class Silent(Exception):
    """No answer in time, or the process ended."""


class Tool:
    def __init__(self, path, seconds=30):
        self.path, self.seconds, self.process = path, seconds, None

    def ask(self, request):
        if self.process is None:
            self.process = subprocess.Popen([self.path, "batch", "--jobs", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.waiting = selectors.DefaultSelector()
            self.waiting.register(self.process.stdout, selectors.EVENT_READ)
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline() if self.waiting.select(self.seconds) else b""
        if not line:
            self.process.kill()
            self.process.wait()
            self.process = None
            raise Silent(request)
        return json.loads(line)

    def emit(self, text, variables):
        """The emitted Python as a namespace, or the message that there is none."""
        command = [self.path, "emit", text, *variables, "--lang", "python"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=self.seconds, check=False)
        if done.returncode != 0:
            return done.stderr
        space = {"__name__": "emitted"}
        exec(compile(done.stdout, "emitted", "exec"), space)
        return space
