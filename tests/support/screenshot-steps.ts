// What is done on a page before its picture is taken.
import type { Page } from 'playwright';
import { t } from '#messages/translate.ts';

/** Waits for a heading. */
export const heading = (name: string | RegExp) => async (page: Page) =>
  page.getByRole('heading', { name }).first().waitFor();

/** The text of a sample file. */
export const SOUL = `# Harbor's hand

You keep **Harbor Notes** tidy. You are calm, brief and exact.

- Say what you did, then what is left.
- Ask before you delete anything.
- Prefer a small change that is tested.
`;

/** The browser keeps the layout, so the inspector may still be open from the previous picture. */
export async function showFiles(page: Page): Promise<void> {
  const tab = page.getByRole('tab', { name: 'Files' });
  if (await tab.isVisible()) await tab.click();
  else await page.keyboard.press('Control+Shift+E');
  const back = page.getByRole('button', { name: t('files.back') });
  if (await back.isVisible()) await back.click();
}

/** Writes a comment on the first part, unless it is there from the picture before. */
export async function commentOnce(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: t('changes.comment'), exact: true })
    .first()
    .waitFor();
  const send = page.getByRole('button', { name: t('changes.sendComments', { count: 1 }) });
  if (await send.isVisible()) return;
  await page
    .getByRole('button', { name: t('changes.comment'), exact: true })
    .first()
    .click();
  await page.getByLabel(t('changes.commentText')).fill('Use the function that the calendar already has.');
  await page.getByRole('button', { name: t('changes.addComment') }).click();
  await send.waitFor();
}

/** Opens one terminal at a place; the place and earlier terminals are kept by the gateway. */
export async function openTerminal(page: Page, place: 'right' | 'below'): Promise<void> {
  await page.keyboard.press('Control+j');
  const isBelow = page.getByRole('separator', { name: t('terminal.height') });
  const close = page.getByRole('button', { name: /^Close bash/ });
  await close.first().waitFor();
  while ((await close.count()) > 0) await close.first().click();
  if ((await isBelow.isVisible()) !== (place === 'below')) await page.keyboard.press('Control+Shift+j');
  await page.getByRole('button', { name: t('terminal.open') }).click();
}

/** Types a command into the terminal that has the focus, once its shell is ready. */
export async function typeInTerminal(page: Page, command: string): Promise<void> {
  await page.locator('.xterm:focus-within .xterm-rows', { hasText: /[#$]/ }).waitFor();
  await page.keyboard.type("PS1='$ '; clear");
  await page.keyboard.press('Enter');
  await page.waitForTimeout(600);
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(600);
}

/** Facts about the machine that takes the pictures are nobody's business. */
export async function aboutThisGateway(page: Page): Promise<void> {
  await page.getByText(t('gateway.about.healthy')).waitFor();
  await page.getByText('Machine', { exact: true }).waitFor();
  await page.evaluate(() => {
    const machine = [...document.querySelectorAll('dt')].find((term) => term.textContent === 'Machine');
    if (machine?.nextElementSibling) machine.nextElementSibling.textContent = 'studio · Linux · Node 24.21.0';
  });
}
