// The template of a Python script.
import { defineTemplate } from './built-in-template.ts';

const SCRIPT = `"""Counts the words in text files."""

import argparse
from collections import Counter
from pathlib import Path


def count_words(text: str) -> Counter[str]:
    """Return how often each word occurs."""
    return Counter(text.lower().split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    for file in arguments.files:
        print(f"{file}: {count_words(file.read_text(encoding='utf-8')).total()} words")


if __name__ == "__main__":
    main()
`;
const TEST = `import unittest

from main import count_words


class CountWords(unittest.TestCase):
    def test_ignores_case(self) -> None:
        self.assertEqual(count_words("One one two")["one"], 2)


if __name__ == "__main__":
    unittest.main()
`;

/** A script with a test and an environment of its own. */
export const pythonScript = defineTemplate({
  id: 'python-script',
  title: 'Python script',
  description: 'A command-line script with a test and its own virtual environment.',
  setup: 'python3 -m venv .venv && .venv/bin/python -m pip install --quiet --requirement requirements.txt',
  prompts: [
    'Replace the sample with a script for my task. Ask me what it should do.',
    'Run the tests and explain them.',
  ],
  contents: ({ name }) => ({
    'main.py': SCRIPT,
    'test_main.py': TEST,
    'requirements.txt': '# One package per line, such as requests==2.32.5\n',
    'README.md': `# ${name}\n\n    python3 main.py README.md\n    python3 -m unittest\n`,
    '.gitignore': '.venv/\n__pycache__/\n.env\n.env.*\n',
  }),
});
