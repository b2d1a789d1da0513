// `node scripts/icons.ts`: renders the app and tray icons from the SVGs in build/ with the tests' Chromium.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { launchChromium } from '#tests/support/chromium.ts';

import { PROJECT_ROOT } from './project-root.ts';

/** Electron uses `@2x` images on high-density displays. On macOS, the system recolors `Template` images. */
const IMAGES = [
  { source: 'build/icon.svg', target: 'build/icon.png', size: 1024 },
  { source: 'build/icon.svg', target: 'resources/icon.png', size: 256 },
  { source: 'build/icon.svg', target: 'renderer/public/icon-192.png', size: 192 },
  { source: 'build/icon.svg', target: 'renderer/public/icon-512.png', size: 512 },
  // Android cuts the image to a shape of its own, so the color fills it and the sign is inside of the safe zone.
  { source: 'build/icon-maskable.svg', target: 'renderer/public/icon-maskable-512.png', size: 512 },
  { source: 'build/tray.svg', target: 'resources/trayTemplate.png', size: 22, color: '#000000' },
  { source: 'build/tray.svg', target: 'resources/trayTemplate@2x.png', size: 44, color: '#000000' },
  { source: 'build/tray.svg', target: 'resources/tray.png', size: 22, color: '#4a7be0' },
  { source: 'build/tray.svg', target: 'resources/tray@2x.png', size: 44, color: '#4a7be0' },
] as const;

const browser = await launchChromium();
for (const image of IMAGES) {
  const page = await browser.newPage({ viewport: { width: image.size, height: image.size } });
  const svg = readFileSync(join(PROJECT_ROOT, image.source), 'utf8');
  const color = 'color' in image ? image.color : '#000000';
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:100vw;height:100vh;color:${color}}</style>${svg}`,
  );
  await page.screenshot({ path: join(PROJECT_ROOT, image.target), omitBackground: true });
  await page.close();
}
await browser.close();
