// The page of web chat, in one file: the build removes its types, and puts the constants below in front of it.
// Messages arrive as nodes and become elements of a fixed list; no text is ever parsed as HTML.
import type {
  WebChatButton,
  WebChatFile,
  WebChatMessage,
  WebChatNode,
  WebChatUpdate,
} from '#contract/types/web-chat.ts';
import type { webChat } from '#messages/en/web-chat.ts';

type TextId = keyof typeof webChat;

/** Filled in by the build. */
declare const WEB_CHAT_TEXTS: Readonly<Record<string, Readonly<Partial<Record<TextId, string>>>>>;
declare const WEB_CHAT_ELEMENTS: readonly string[];

/** An answer of the gateway that isn't successful; `unreachable` without one. */
class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Delay before another attempt without a connection, ms. */
const RETRY_MS = 2_000;
const MAX_FILE_BYTES = 2_000_000;
/** Elements that have the direction of their own text. */
const BLOCKS: readonly string[] = ['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'blockquote', 'table'];
/** Distance from the end of the messages within which new ones are scrolled to, px. */
const NEAR_END = 80;

const language = navigator.languages.map((tag) => tag.split('-')[0] ?? '').find((tag) => tag in WEB_CHAT_TEXTS) ?? 'en';
document.documentElement.lang = language;
document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';

function say(id: TextId): string {
  return WEB_CHAT_TEXTS[language]?.[id] ?? WEB_CHAT_TEXTS['en']?.[id] ?? id;
}

const base = location.pathname.replace(/\/$/, '');
const storageKey = `gatehouse-web-chat:${base.slice(-8)}`;
let memoryKey = '';

/** The key of this browser. Without storage, such as in a private window, it lasts as long as the page. */
function readKey(): string {
  try {
    return localStorage.getItem(storageKey) ?? memoryKey;
  } catch {
    return memoryKey;
  }
}

function keepKey(key: string): void {
  memoryKey = key;
  try {
    localStorage.setItem(storageKey, key);
  } catch {
    // It stays in memory.
  }
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'x-gatehouse-visitor': readKey(), 'content-type': 'application/json' };
  const response = await fetch(base + path, { ...init, headers }).catch(() => {
    throw new Refused('unreachable');
  });
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { readonly error?: { readonly code?: string } };
  throw new Refused(body.error?.code ?? 'unreachable');
}

function post(path: string, body: unknown): Promise<Response> {
  return call(path, { method: 'POST', body: JSON.stringify(body) });
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  fields: Partial<Pick<HTMLElementTagNameMap[K], keyof HTMLElementTagNameMap[K]>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), fields);
  element.append(...children);
  return element;
}

const heading = make('h1', { dir: 'auto' });
const list = make('div');
const empty = make('p', { className: 'soft', textContent: say('webChat.empty') });
const typing = make('p', { className: 'soft', textContent: say('webChat.typing'), hidden: true });
const log = make('main', { tabIndex: 0 }, list, empty, typing);
const alert = make('p', { role: 'alert' });
const input = make('textarea', { rows: 1, placeholder: say('webChat.placeholder'), dir: 'auto' });
const picker = make('input', { type: 'file', hidden: true });
const attach = make('button', { type: 'button', className: 'icon', textContent: '+', title: say('webChat.attach') });
const send = make('button', { type: 'submit', className: 'primary', textContent: say('webChat.send') });
const chosen = make('p', { className: 'soft', hidden: true });
const form = make('form', {}, picker, attach, input, send);
list.role = 'log';
list.ariaLabel = say('webChat.messages');
input.ariaLabel = say('webChat.placeholder');
attach.ariaLabel = say('webChat.attach');
picker.ariaLabel = say('webChat.attach');

const messages = new Map<string, HTMLElement>();
let file: File | undefined;
/** The message that is being sent, so that another attempt has the same ID. */
let draft: { readonly id: string; readonly text: string; readonly file: File | undefined } | undefined;

function toElement(node: WebChatNode): Node | string {
  if (typeof node === 'string') return node;
  if (!WEB_CHAT_ELEMENTS.includes(node.tag)) return '';
  const element = make(node.tag, {}, ...node.children.map(toElement));
  if (element instanceof HTMLAnchorElement && node.href !== undefined && /^(?:https?|mailto|tel):/i.test(node.href)) {
    element.href = node.href;
    element.target = '_blank';
    element.rel = 'noopener noreferrer';
  }
  if (element instanceof HTMLOListElement && node.start !== undefined) element.start = node.start;
  if (node.tag === 'table') return make('div', { className: 'wide', tabIndex: 0 }, element);
  if (BLOCKS.includes(node.tag)) element.dir = 'auto';
  if (node.tag === 'pre') element.tabIndex = 0;
  return element;
}

function toArticle(message: WebChatMessage): HTMLElement {
  const name = message.from === 'visitor' ? say('webChat.visitor') : heading.textContent;
  const content: (Node | string)[] = [make('span', { className: 'hidden', textContent: `${name}: ` })];
  if (message.isDeleted === true) content.push(make('p', { className: 'soft', textContent: say('webChat.deleted') }));
  content.push(...message.content.map(toElement), ...message.files.map(toFileButton));
  for (const row of message.buttons)
    content.push(make('div', { className: 'row' }, ...row.map((button) => toButton(message.id, button))));
  if (message.reaction !== undefined) content.push(make('p', { className: 'soft', textContent: message.reaction }));
  return make('article', { className: message.from }, ...content);
}

function toButton(messageId: string, { label, data, style }: WebChatButton): HTMLButtonElement {
  const button = make('button', { type: 'button', className: style ?? '', textContent: label });
  button.onclick = () => void attempt(() => post('/presses', { messageId, data }));
  return button;
}

function toFileButton({ id, name, bytes }: WebChatFile): HTMLElement {
  const size = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });
  const label = `${name} (${size.format(bytes / 1_000)})`;
  const button = make('button', { type: 'button', textContent: `↓ ${label}`, title: say('webChat.download') });
  button.onclick = () => void attempt(() => download(id, name));
  return make('div', { className: 'row' }, button);
}

async function download(id: string, name: string): Promise<void> {
  const blob = await (await call(`/files/${id}`)).blob();
  const link = make('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What a failure means for the visitor. */
function describe(error: unknown): string {
  switch (error instanceof Refused ? error.code : '') {
    case 'gone':
      return say('webChat.gone');
    case 'rate-limited':
      return say('webChat.busy');
    case 'too-large':
      return say('webChat.tooLong');
    default:
      return say('webChat.notSent');
  }
}

async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    alert.textContent = '';
    return true;
  } catch (error) {
    alert.textContent = describe(error);
    return false;
  }
}

function show(update: WebChatUpdate): void {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
  heading.textContent = update.title;
  document.title = update.title;
  if (update.isComplete) {
    messages.clear();
    list.replaceChildren();
  }
  for (const message of update.messages) {
    const article = toArticle(message);
    const before = messages.get(message.id);
    if (before === undefined) list.append(article);
    else before.replaceWith(article);
    messages.set(message.id, article);
  }
  empty.hidden = messages.size > 0;
  typing.hidden = !update.isTyping;
  if (isAtEnd || update.isComplete) log.scrollTop = log.scrollHeight;
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function toBase64(source: File): Promise<string> {
  const bytes = new Uint8Array(await source.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

async function submit(): Promise<void> {
  const text = input.value;
  if (text.trim() === '' && file === undefined) return;
  if (draft === undefined || draft.text !== text || draft.file !== file) draft = { id: newId(), text, file };
  const { id } = draft;
  send.disabled = true;
  const isSent = await attempt(async () => {
    const type = file?.type === '' || file === undefined ? 'application/octet-stream' : (file.type.split(';')[0] ?? '');
    const sentFile = file && { name: file.name, mimeType: type, base64: await toBase64(file) };
    await post('/messages', { id, text, ...(sentFile === undefined ? {} : { file: sentFile }) });
  });
  send.disabled = false;
  if (!isSent) return;
  draft = undefined;
  input.value = '';
  choose(undefined);
  input.focus();
}

function choose(next: File | undefined): void {
  file = next !== undefined && next.size <= MAX_FILE_BYTES ? next : undefined;
  alert.textContent = next !== undefined && file === undefined ? say('webChat.fileTooLarge') : '';
  picker.value = '';
  chosen.hidden = file === undefined;
  const remove = make('button', { type: 'button', textContent: '×', title: say('webChat.remove') });
  remove.ariaLabel = say('webChat.remove');
  remove.onclick = () => choose(undefined);
  chosen.replaceChildren(...(file === undefined ? [] : [`${file.name} `, remove]));
}

/** Becomes a visitor if this browser isn't one, and shows what happens until the link ends. */
async function follow(): Promise<void> {
  let cursor = '';
  for (;;) {
    try {
      if (readKey() === '') keepKey(((await (await post('/visitors', {})).json()) as { readonly key: string }).key);
      const query = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const update = (await (await call(`/updates${query}`)).json()) as WebChatUpdate;
      ({ cursor } = update);
      if (alert.textContent === say('webChat.offline')) alert.textContent = '';
      show(update);
    } catch (error) {
      const code = error instanceof Refused ? error.code : 'unreachable';
      if (code === 'gone' || code === 'rejected') return end(code === 'gone' ? 'webChat.gone' : 'webChat.full');
      if (code === 'unknown-visitor') keepKey('');
      else alert.textContent = say(code === 'unreachable' ? 'webChat.offline' : 'webChat.busy');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function end(reason: TextId): void {
  document.body.replaceChildren(make('main', {}, make('p', { role: 'alert', textContent: say(reason) })));
}

form.onsubmit = (event) => {
  event.preventDefault();
  void submit();
};
input.onkeydown = (event) => {
  // On touch screens, Enter starts a new line, because there is no other way to write one.
  const isSend =
    event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(pointer: fine)').matches;
  if (!isSend) return;
  event.preventDefault();
  void submit();
};
attach.onclick = () => picker.click();
picker.onchange = () => choose(picker.files?.[0]);
const notice = make('p', { className: 'notice', textContent: say('webChat.notice') });
document.body.replaceChildren(make('header', {}, heading, notice), log, make('footer', {}, alert, chosen, form));
void follow();
