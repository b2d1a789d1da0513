// The template of a folder with notes and research.
import { defineTemplate } from './built-in-template.ts';

const AGENTS = `# Instructions

This folder holds notes and research, in Markdown.

- Put one topic in one file in \`notes/\`. Start it with a heading and a one-sentence summary.
- Add each source to \`sources.md\` with its title, address, and the date you read it. Refer to it in the note.
- Say what you don't know. Never present a guess as a fact.
- Keep \`README.md\` up to date as an index.
`;

/** Notes and research. */
export const notes = defineTemplate({
  id: 'notes',
  title: 'Notes and research',
  description: 'Markdown notes with sources, and instructions for the agent.',
  prompts: [
    'Research a topic and write a note with sources. Ask me which topic.',
    'Summarize all notes and list open questions.',
  ],
  contents: ({ name }) => ({
    'README.md': `# ${name}\n\nNo notes yet.\n`,
    'AGENTS.md': AGENTS,
    'sources.md': '# Sources\n\n| Title | Address | Read on |\n|---|---|---|\n',
    'notes/.gitkeep': '',
    '.gitignore': '.env\n.env.*\n',
  }),
});
