// Vite plugin that writes the script and the style of web chat. Visitors load nothing of the app.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';

import type { Plugin } from 'vite';

import { WEB_CHAT_TAGS } from '../contract/types/web-chat.ts';
import { webChat as arabic } from '../messages/ar/web-chat.ts';
import { webChat as german } from '../messages/de/web-chat.ts';
import { webChat as english } from '../messages/en/web-chat.ts';

const FOLDER = resolve('renderer/web-chat');

/** The plugin. */
export function webChatPage(): Plugin {
  return {
    name: 'web-chat-page',
    apply: 'build',
    generateBundle() {
      const style = readFileSync(resolve(FOLDER, 'web-chat.css'));
      this.emitFile({ type: 'asset', fileName: 'web-chat.js', source: writeScript() });
      this.emitFile({ type: 'asset', fileName: 'web-chat.css', source: style });
    },
  };
}

function writeScript(): string {
  const constants = { WEB_CHAT_TEXTS: { en: english, de: german, ar: arabic }, WEB_CHAT_ELEMENTS: WEB_CHAT_TAGS };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  const source = readFileSync(resolve(FOLDER, 'web-chat.ts'), 'utf8');
  return `${lines.join('\n')}\n${stripTypeScriptTypes(source)}`;
}
