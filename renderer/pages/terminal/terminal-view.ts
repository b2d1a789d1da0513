// An xterm: size, theme, search. It uses the GPU only while it is visible, and doesn't know the gateway.
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { onThemeChange } from '../../design/theme-colors.ts';
import { findAddress, type PreviewAddress } from '../../state/preview-request.ts';
import { paceWrites } from './pace-writes.ts';
import { blockOsc, pasteNeedsConsent } from './terminal-filter.ts';
import { terminalFontSize, terminalTheme } from './terminal-theme.ts';

/** Callbacks of the view. */
export interface TerminalViewEvents {
  input(data: string): void;
  resize(cols: number, rows: number): void;
  /** A paste of several lines; call `paste` to continue. */
  confirmPaste(text: string, paste: () => void): void;
  /** A click on a local address, such as that of a development server. */
  openAddress(address: PreviewAddress): void;
  /** Whether keys with a modifier belong to the app instead, such as the command palette. */
  reserved(event: KeyboardEvent): boolean;
}

/** A terminal on the screen. */
export interface TerminalView {
  /** `done` is called once the data is on the screen, or was discarded. */
  write(data: string, done: () => void): void;
  clear(): void;
  focus(): void;
  find(text: string, back: boolean): void;
  size(): { readonly cols: number; readonly rows: number };
  setVisible(visible: boolean): void;
  dispose(): void;
}

const SCROLLBACK_LINES = 5_000;
/** Without a GPU, every scroll redraws all rows, so output is rendered at most 20 times a second. */
const UNAIDED_PACE_MS = 50;

/** Opens a terminal in `element`. */
export function openTerminalView(element: HTMLElement, events: TerminalViewEvents): TerminalView {
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSize: terminalFontSize(),
    lineHeight: 1.25,
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
    scrollback: SCROLLBACK_LINES,
    screenReaderMode: false,
    theme: terminalTheme(),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.open(element);
  const stopFilter = blockOsc(terminal.parser);
  const gpu = gpuSwitch(terminal);
  const refit = () => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit();
  };
  const observer = new ResizeObserver(refit);
  observer.observe(element);
  const stopTheme = onThemeChange(() => {
    terminal.options.theme = terminalTheme();
    terminal.options.fontSize = terminalFontSize();
    refit();
  });
  const stopPaste = guardPaste(element, terminal, events);
  terminal.onData((data) => events.input(data));
  terminal.onResize(({ cols, rows }) => events.resize(cols, rows));
  terminal.attachCustomKeyEventHandler((event) => !events.reserved(event) && !copies(event, terminal));
  linkAddresses(terminal, events);
  refit();
  return {
    ...createOutput(terminal),
    focus: () => terminal.focus(),
    find: (text, back) => (back ? search.findPrevious(text) : search.findNext(text, { incremental: true })),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    setVisible: (visible) => {
      gpu(visible);
      if (visible) refit();
    },
    dispose: () => {
      stopTheme();
      stopPaste();
      stopFilter();
      observer.disconnect();
      gpu(false);
      terminal.dispose();
    },
  };
}

/** Makes local addresses links. The terminal disposes of them. */
function linkAddresses(terminal: Terminal, events: Pick<TerminalViewEvents, 'openAddress'>): void {
  terminal.registerLinkProvider({
    provideLinks(y, done) {
      const text = terminal.buffer.active.getLine(y - 1)?.translateToString(true) ?? '';
      const found = findAddress(text);
      if (found === undefined) return done(undefined);
      const { start, length } = found;
      const range = { start: { x: start + 1, y }, end: { x: start + length, y } };
      done([{ range, text: text.slice(start, start + length), activate: () => events.openAddress(found) }]);
    },
  });
}

function createOutput(terminal: Terminal): Pick<TerminalView, 'write' | 'clear'> {
  const write = paceWrites(
    (data, done) => terminal.write(data, done),
    hasGpu() ? 0 : UNAIDED_PACE_MS,
    (run, ms) => setTimeout(run, ms),
  );
  return {
    write,
    clear: () => {
      write.drop();
      terminal.reset();
    },
  };
}

/**
 * Loads the WebGL renderer while visible. Phones keep the DOM renderer: they allow few WebGL contexts, and with some drivers the
 * canvas of a zoomed page stays blank. So do browsers without WebGL, or with WebGL in software.
 */
function gpuSwitch(terminal: Terminal): (on: boolean) => void {
  let addon: WebglAddon | undefined;
  const off = () => {
    addon?.dispose();
    addon = undefined;
  };
  return (on) => {
    if (!on) return off();
    if (addon !== undefined || !matchMedia('(pointer: fine)').matches || !hasGpu()) return;
    try {
      addon = new WebglAddon();
      addon.onContextLoss(off);
      terminal.loadAddon(addon);
    } catch {
      // No WebGL: the DOM renderer stays in use.
      addon = undefined;
    }
  };
}

/** Ctrl+Shift+C, or Ctrl+C on a selection, copies instead of interrupting. */
function copies(event: KeyboardEvent, terminal: Terminal): boolean {
  const key = event.key.toLowerCase() === 'c' && event.ctrlKey && !event.altKey;
  if (!key || event.type !== 'keydown' || !terminal.hasSelection()) return false;
  event.preventDefault();
  void navigator.clipboard.writeText(terminal.getSelection());
  terminal.clearSelection();
  return true;
}

function guardPaste(element: HTMLElement, terminal: Terminal, events: TerminalViewEvents): () => void {
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!pasteNeedsConsent(text, terminal.modes.bracketedPasteMode)) return;
    event.preventDefault();
    event.stopPropagation();
    events.confirmPaste(text, () => terminal.paste(text));
  };
  element.addEventListener('paste', onPaste, { capture: true });
  return () => element.removeEventListener('paste', onPaste, { capture: true });
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render|software/i;
let gpuFound: boolean | undefined;

/** False in virtual machines and over remote desktops, where software WebGL is far slower than DOM rendering. */
function hasGpu(): boolean {
  gpuFound ??= detectGpu();
  return gpuFound;
}

function detectGpu(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = names === null ? '' : context.getParameter(names.UNMASKED_RENDERER_WEBGL);
  // Browsers limit the number of contexts, so this one is released immediately.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(String(name));
}
