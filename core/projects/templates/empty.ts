// The template of an empty project.
import { defineTemplate } from './built-in-template.ts';

/** A folder with a README. */
export const emptyTemplate = defineTemplate({
  id: 'empty',
  title: 'Empty',
  description: 'A folder with a README.',
  prompts: ['Ask me what this project is for, then write a short README.'],
  contents: ({ name }) => ({ 'README.md': `# ${name}\n`, '.gitignore': '.env\n.env.*\n' }),
});
