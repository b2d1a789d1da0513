import { launchChromium } from '#tests/support/chromium.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { mkdirSync } from 'node:fs';
mkdirSync('/tmp/person' + process.pid, { recursive: true });
const host = await startRunningHost({ env: { HOME: '/tmp/person' + process.pid } });
const browser = await launchChromium();
const scheme = (process.argv[2] ?? 'light') as 'light' | 'dark';
const width = Number(process.argv[3] ?? 1440);
const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme: scheme });
const page = await context.newPage();
page.on('console', (m) => m.type() === 'error' && console.log('console', m.text()));
page.on('pageerror', (e) => console.log('pageerror', e.message));
const shot = (n: string) => page.screenshot({ path: `/tmp/shots/${scheme}-${width}-${n}.png` });
await page.goto(host.signInUrl);
await page.getByRole('button', { name: /demo/i }).first().click();
await page.getByRole('button', { name: 'Use this folder' }).click();
await page.waitForTimeout(800);
await shot('3-task');
console.log(await page.locator('body').innerText());
const sug = page.getByRole('button', { name: /counts words/i }).first();
if (await sug.count()) await sug.click();
await page.waitForTimeout(700);
await shot('4-streaming');
await page.waitForTimeout(4000);
await shot('5-approval');
console.log(await page.locator('body').innerText());
const allow = page.getByRole('button', { name: /allow once/i }).first();
if (await allow.count()) await allow.click();
await page.waitForTimeout(5000);
await shot('6-done');
for (const [i, p] of ['home', 'approvals', 'usage', 'logs', 'settings'].entries()) {
  await page.evaluate((x) => {
    location.hash = `#/${x}`;
  }, p);
  await page.waitForTimeout(900);
  await shot(`p${i}-${p}`);
}
await browser.close();
await host.dispose();
