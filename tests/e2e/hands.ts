// Two ways to use the app without a pointer: only with keys, and only by what the accessibility tree contains.
import type { CDPSession, Locator, Page } from 'playwright';
import { expect } from 'vitest';

/** How a person without a pointer uses the app. Controls have a role and an accessible name. */
export interface Hands {
  /** Presses a button, link, menu item, tab, or radio button. */
  press(role: PressableRole, name: string | RegExp): Promise<void>;
  /** Replaces the text of a field. */
  fill(name: string | RegExp, text: string): Promise<void>;
  /** Waits until a text is there. */
  see(text: string | RegExp): Promise<void>;
}

type PressableRole = 'button' | 'link' | 'menuitem' | 'radio' | 'tab';

/** More controls than any page has before the one that is wanted. */
const MAX_STEPS = 150;
/** Keys that move within a group, which is one stop of the Tab key. */
const STEP_KEYS: Readonly<Record<PressableRole, string>> = {
  button: 'Tab',
  link: 'Tab',
  tab: 'ArrowRight',
  radio: 'ArrowRight',
  menuitem: 'ArrowDown',
};

/** Moves by Tab and arrow keys, and presses Enter and Space. Whatever has the focus must show it. */
export function keyboardHands(page: Page): Hands {
  const moveTo = async (target: Locator, key: string): Promise<void> => {
    await target.waitFor();
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return showsFocus(target);
      await page.keyboard.press(key);
    }
    throw new Error(`${target} doesn't get the focus by ${key}`);
  };
  return {
    async press(role, name) {
      const target = page.getByRole(role, { name }).first();
      const group = role === 'radio' ? page.getByRole('radiogroup').filter({ has: target }) : undefined;
      if (group !== undefined) await moveInto(page, group);
      await moveTo(target, STEP_KEYS[role]);
      // Arrow keys have already selected it.
      if (role !== 'radio' && role !== 'tab') await page.keyboard.press('Enter');
    },
    async fill(name, text) {
      await moveTo(page.getByRole('textbox', { name }).first(), 'Tab');
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
    see: (text) => page.getByText(text).first().waitFor(),
  };
}

async function moveInto(page: Page, group: Locator): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (await group.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${group} doesn't get the focus by Tab`);
}

/** A focused control has an outline, a ring, or another background than without the focus. */
async function showsFocus(target: Locator): Promise<void> {
  expect(await target.evaluate((element) => element.matches(':focus-visible')), `${target} shows its focus`).toBe(true);
}

/** A node of the accessibility tree. */
interface TreeNode {
  readonly role: string;
  readonly name: string;
  readonly backendId: number | undefined;
}

/** Finds controls only in the accessibility tree, focuses them there, and presses Enter or Space, as a screen reader does. */
export async function treeHands(page: Page): Promise<Hands> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Accessibility.enable');
  const find = (role: string, name: string | RegExp): Promise<number> => waitForNode(debug, role, name);
  return {
    async press(role, name) {
      await debug.send('DOM.focus', { backendNodeId: await find(role, name) });
      await page.keyboard.press(role === 'radio' ? 'Space' : 'Enter');
    },
    async fill(name, text) {
      await debug.send('DOM.focus', { backendNodeId: await find('textbox', name) });
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
    see: async (text) => void (await find('StaticText', text)),
  };
}

async function waitForNode(debug: CDPSession, role: string, name: string | RegExp): Promise<number> {
  let found: number | undefined;
  await expect
    .poll(
      async () => {
        const nodes = await readTree(debug);
        found = nodes.find((node) => node.role === role && fits(node.name, name))?.backendId;
        return found === undefined ? `no ${role} is named ${String(name)}` : 'found';
      },
      { interval: 200 },
    )
    .toBe('found');
  return found ?? 0;
}

async function readTree(debug: CDPSession): Promise<readonly TreeNode[]> {
  const { nodes } = await debug.send('Accessibility.getFullAXTree');
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, backendDOMNodeId }) => ({
      role: String(role?.value ?? ''),
      name: String(name?.value ?? ''),
      backendId: backendDOMNodeId,
    }));
}

function fits(name: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? name.includes(wanted) : wanted.test(name);
}
