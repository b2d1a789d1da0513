// An xterm: size, theme, search, links, paste. It uses the GPU only while it is visible, and doesn't know the gateway.
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal, type ILinkHandler } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { onThemeChange } from '../../design/theme-colors.ts';
import { linkOutput } from './link-provider.ts';
import { paceWrites } from './pace-writes.ts';
import { blockOsc, findPasteRisk, type PasteRisk } from './terminal-filter.ts';
import { withControl, type TerminalKey } from './terminal-keys.ts';
import type { LinkTarget } from './terminal-links.ts';
import type { TerminalPreferences } from './terminal-preferences.ts';
import { terminalFontSize, terminalTheme } from './terminal-theme.ts';

/** Callbacks of the view. */
export interface TerminalViewEvents {
  input(data: string): void;
  resize(cols: number, rows: number): void;
  /** A paste that needs confirmation; call `paste` to continue. */
  confirmPaste(text: string, risk: PasteRisk, paste: () => void): void;
  /** Files were pasted. */
  pasteFiles(files: readonly File[]): void;
  openLink(target: LinkTarget): void;
  /** Text was selected, or no longer is. */
  selected(isSelected: boolean): void;
  /** Ctrl was released, or applied to a character. */
  controlUsed(): void;
  /** The absolute path of the workspace. */
  cwd(): string;
  preferences(): TerminalPreferences;
  /** Whether keys with a modifier belong to the app instead, such as the command palette. */
  reserved(event: KeyboardEvent): boolean;
}

/** A terminal on the screen. */
export interface TerminalView {
  /** `done` is called once the data is on the screen, or was discarded. */
  write(data: string, done: () => void): void;
  clear(): void;
  /** Leaves full-screen programs and their modes, and starts a new line. */
  settle(done: () => void): void;
  focus(): void;
  find(text: string, back: boolean): void;
  selection(): string;
  clearSelection(): void;
  /** Inserts text as if it was pasted. */
  paste(text: string): void;
  press(key: TerminalKey): void;
  /** Holds Ctrl for the next character. */
  holdControl(on: boolean): void;
  size(): { readonly cols: number; readonly rows: number };
  setVisible(visible: boolean): void;
  dispose(): void;
}

const SCROLLBACK_LINES = 5_000;
/** Without a GPU, every scroll redraws all rows, so output is rendered at most 20 times a second. */
const UNAIDED_PACE_MS = 50;

/** Opens a terminal in `element`. */
export function openTerminalView(element: HTMLElement, events: TerminalViewEvents): TerminalView {
  const terminal = createTerminal(openHyperlinks(element, events));
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
  const stopSelection = followSelection(element, terminal, events);
  const keys = createKeys(terminal, events);
  terminal.onResize(({ cols, rows }) => events.resize(cols, rows));
  terminal.attachCustomKeyEventHandler((event) => !events.reserved(event) && !copies(event, terminal));
  linkOutput(terminal, element, events);
  refit();
  return {
    ...createOutput(terminal),
    ...keys,
    focus: () => terminal.focus(),
    selection: () => terminal.getSelection(),
    clearSelection: () => terminal.clearSelection(),
    paste: (text) => terminal.paste(text),
    find: (text, back) => (back ? search.findPrevious(text) : search.findNext(text, { incremental: true })),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    setVisible: (visible) => {
      gpu(visible);
      if (visible) refit();
    },
    dispose: () => {
      stopTheme();
      stopPaste();
      stopSelection();
      stopFilter();
      observer.disconnect();
      gpu(false);
      terminal.dispose();
    },
  };
}

function createTerminal(linkHandler: ILinkHandler): Terminal {
  return new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--code-font'),
    fontSize: terminalFontSize(),
    lineHeight: 1.25,
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
    scrollback: SCROLLBACK_LINES,
    screenReaderMode: false,
    theme: terminalTheme(),
    linkHandler,
  });
}

/** Input from the keyboard, and from the row of keys on a phone. */
function createKeys(terminal: Terminal, events: TerminalViewEvents): Pick<TerminalView, 'press' | 'holdControl'> {
  let isControlHeld = false;
  terminal.onData((data) => {
    const control = isControlHeld ? withControl(data) : undefined;
    if (isControlHeld) events.controlUsed();
    isControlHeld = false;
    events.input(control ?? data);
  });
  return {
    press({ send, sendInApplication }) {
      const isApplication = terminal.modes.applicationCursorKeysMode;
      terminal.input(isApplication ? (sendInApplication ?? send) : send);
    },
    holdControl: (on) => void (isControlHeld = on),
  };
}

/** Links that a program printed with a control sequence: their text can differ from the address, so the address is shown. */
function openHyperlinks(element: HTMLElement, events: Pick<TerminalViewEvents, 'openLink'>): ILinkHandler {
  return {
    activate: (_event, url) => events.openLink({ kind: 'web', url }),
    hover: (_event, url) => (element.title = url),
    leave: () => element.removeAttribute('title'),
  };
}

/** Reports selections, and copies them if the user wants that. */
function followSelection(element: HTMLElement, terminal: Terminal, events: TerminalViewEvents): () => void {
  // A search clears the selection, then selects again, which isn't reported if the match is the same.
  const changes = terminal.onSelectionChange(() => queueMicrotask(() => events.selected(terminal.hasSelection())));
  const copy = () => {
    if (events.preferences().copyOnSelect && terminal.hasSelection())
      void navigator.clipboard.writeText(terminal.getSelection()).catch(() => undefined);
  };
  element.addEventListener('mouseup', copy);
  return () => {
    changes.dispose();
    element.removeEventListener('mouseup', copy);
  };
}

/** Resets colors, margins, and modes that programs leave behind. */
const SOFT_RESET = '\u001b[!p\u001b[?2004l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?25h\u001b[0m\r\n';
const LEAVE_ALTERNATE_SCREEN = '\u001b[?1049l';

function createOutput(terminal: Terminal): Pick<TerminalView, 'write' | 'clear' | 'settle'> {
  const write = paceWrites(
    (data, done) => terminal.write(data, done),
    hasGpu() ? 0 : UNAIDED_PACE_MS,
    (run, ms) => setTimeout(run, ms),
  );
  return {
    write,
    settle: (done) =>
      write('', () => {
        // On the normal screen, leaving the other one would move the cursor.
        const isAlternate = terminal.buffer.active.type === 'alternate';
        write(`${isAlternate ? LEAVE_ALTERNATE_SCREEN : ''}${SOFT_RESET}`, done);
      }),
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
    const files = [...(event.clipboardData?.files ?? [])];
    const bracketedPaste = terminal.modes.bracketedPasteMode;
    const risk = findPasteRisk(text, { bracketedPaste, guard: events.preferences().pasteGuard });
    const hasFiles = text === '' && files.length > 0;
    if (risk === undefined && !hasFiles) return;
    event.preventDefault();
    event.stopPropagation();
    if (hasFiles) events.pasteFiles(files);
    else if (risk !== undefined) events.confirmPaste(text, risk, () => terminal.paste(text));
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
