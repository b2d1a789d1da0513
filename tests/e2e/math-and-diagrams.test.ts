// Formulas and diagrams in answers: loaded with the first one, inert, in both themes, with the source at hand.
import { afterAll, expect, it } from 'vitest';
import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const MATH = 'It costs $5 or $6.\n\nInline $$a^2$$ here.\n\n```math\n\\frac{1}{2}\n```\n\nWrong: $$\\frac{1$$';
const PLAIN = 'graph TD\n  A[Start] --> C[Plain]\n  click C href "https://evil.example/"';
const EVIL = `graph TD
  A["<img src=x onerror='window.hacked=1'>"] --> B["<script>window.hacked=1</script>"]
  click A "javascript:window.hacked=1"`;
const fence = (code: string): string => `\`\`\`mermaid\n${code}\n\`\`\``;
const DIAGRAMS = [PLAIN, EVIL, 'graph TD\n  A -->'].map(fence).join('\n\nThen:\n\n');

function answer(request: ModelRequestRecord): Reply {
  return { steps: [{ say: lastUserText(request).includes('math') ? MATH : DIAGRAMS, chunks: 12 }] };
}

async function scripts(app: Awaited<ReturnType<typeof openReadyApp>>['app']): Promise<readonly string[]> {
  return app.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
}

describeInBrowser('an answer', () => {
  it('shows formulas, not prices, and the source of a wrong formula', async () => {
    const { app } = await openReadyApp({ model: answer });
    const before = await scripts(app);
    expect(before.filter((name) => /katex|math-text|mermaid|diagram/i.test(name))).toEqual([]);
    await app.beginTask('Some math.');
    await app.idle();
    const log = app.conversation();
    await log.locator('.katex').first().waitFor();
    await log.getByText('It costs $5 or $6.').waitFor();
    expect(await log.locator('math').count()).toBe(2);
    expect(await log.locator('.katex-display').count()).toBe(1);
    await log.locator('.katex-error').waitFor();
  });

  it('shows a diagram as an image in which nothing runs, and the source of a wrong one', async () => {
    const { app } = await openReadyApp({ model: answer });
    await app.beginTask('Draw it.');
    await app.idle();
    const log = app.conversation();
    const pictures = log.getByRole('img', { name: t('transcript.diagram'), exact: true });
    const picture = pictures.first();
    await picture.waitFor();
    await log.getByText('Expecting').waitFor();
    await log.getByRole('img', { name: t('transcript.diagram.drawing') }).waitFor({ state: 'detached' });
    const source = decodeURIComponent((await picture.getAttribute('src')) ?? '');
    expect(source).toMatch(/^data:image\/svg\+xml/);
    expect(source).toContain('Plain');
    for (const one of await pictures.all())
      expect(decodeURIComponent((await one.getAttribute('src')) ?? '')).not.toMatch(
        /<script|<img|onerror|javascript:|evil\.example|<foreignObject/i,
      );
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(50);
    expect(await app.page.evaluate(() => Reflect.get(window, 'hacked') as unknown)).toBeUndefined();
    await log
      .getByRole('button', { name: t('transcript.diagram.source') })
      .first()
      .click();
    await log.getByText('click C href').waitFor();
    await log.getByRole('button', { name: t('transcript.diagram.picture') }).click();
    await app.page.emulateMedia({ colorScheme: 'dark' });
    await expect
      .poll(async () => decodeURIComponent((await pictures.first().getAttribute('src')) ?? source))
      .not.toBe(source);
  });

  it('fits on a phone', async () => {
    const { app } = await openReadyApp({ model: answer }, PHONE);
    await app.beginTask('Draw it.');
    await app.idle();
    const pictures = app.conversation().getByRole('img', { name: t('transcript.diagram'), exact: true });
    const picture = pictures.first();
    await picture.waitFor();
    expect((await picture.boundingBox())?.width).toBeLessThanOrEqual(390);
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
