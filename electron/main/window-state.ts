// Position and size of the window: restored at start if it still fits the screens, saved when it changes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A rectangle on the desktop, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The saved state. Without `bounds` the system places the window. */
export interface WindowState {
  readonly bounds?: Bounds;
  readonly maximized: boolean;
}

const DEFAULT_STATE: WindowState = { maximized: false };
/** Part of the title bar that must be on a screen, so that the window can be dragged. */
const MIN_VISIBLE_PIXELS = 80;

/** Reads the state; returns the default state if it is missing, corrupt or off-screen. */
export function readWindowState(file: string, screens: readonly Bounds[]): WindowState {
  const state = parseState(readText(file));
  return state?.bounds !== undefined && screens.some((screen) => isReachable(state.bounds, screen))
    ? state
    : DEFAULT_STATE;
}

/** Writes the state through a temporary file, so that a crash leaves either the old or the new one. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // First start, or unreadable: there is no saved state.
    return '';
  }
}

function parseState(text: string): WindowState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('bounds' in value) || !isBounds(value.bounds))
      return undefined;
    return { bounds: value.bounds, maximized: 'maximized' in value && value.maximized === true };
  } catch {
    return undefined;
  }
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map<string, unknown>(Object.entries(value));
  return ['x', 'y', 'width', 'height'].every((key) => Number.isFinite(entries.get(key)));
}

function isReachable(bounds: Bounds | undefined, screen: Bounds): boolean {
  if (bounds === undefined) return false;
  const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return (
    across >= MIN_VISIBLE_PIXELS && bounds.y >= screen.y && bounds.y <= screen.y + screen.height - MIN_VISIBLE_PIXELS
  );
}
