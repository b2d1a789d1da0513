// The template of a web page.
import { defineTemplate } from './built-in-template.ts';

const STYLE = `:root {
  color-scheme: light dark;
  font-family: system-ui, sans-serif;
}

body {
  max-width: 40rem;
  margin: 4rem auto;
  padding: 0 1rem;
  line-height: 1.6;
}
`;
const SCRIPT = `document.querySelector('#year').textContent = new Date().getFullYear();
`;

function toPage(name: string): string {
  const title = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="stylesheet" href="style.css" />
  </head>
  <body>
    <h1>${title}</h1>
    <p>Edit <code>index.html</code>, then reload.</p>
    <footer>© <span id="year"></span></footer>
    <script src="script.js"></script>
  </body>
</html>
`;
}

/** A page without a build step. */
export const webPage = defineTemplate({
  id: 'web-page',
  title: 'Web page',
  description: 'HTML, CSS, and JavaScript without a build step.',
  prompts: [
    'Design a landing page. Ask me what it is about.',
    'Start a local web server on $PORT and show me the page in the preview.',
  ],
  contents: ({ name }) => ({
    'index.html': toPage(name),
    'style.css': STYLE,
    'script.js': SCRIPT,
    'README.md': `# ${name}\n\nOpen \`index.html\` in a browser, or serve the folder:\n\n    python3 -m http.server 8000\n`,
    '.gitignore': '.env\n.env.*\n',
  }),
});
