// The window remembers its place: read at start, checked against the screens of today, written when it changes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A rectangle on the desktop, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is remembered of the window. Without `bounds` the system chooses the place. */
export interface WindowState {
  readonly bounds?: Bounds;
  readonly maximized: boolean;
}

const FIRST_STATE: WindowState = { maximized: false };
/** So much of the title bar must lie on a screen that the window can be grasped. */
const GRASP_PIXELS = 80;

/** Reads the state; a missing, damaged or off-screen one gives the first state. */
export function readWindowState(file: string, screens: readonly Bounds[]): WindowState {
  const state = parseState(readText(file));
  return state?.bounds !== undefined && screens.some((screen) => graspable(state.bounds, screen)) ? state : FIRST_STATE;
}

/** Writes the state through a temporary file, so that a kill leaves the old one or the new one. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify(state)}\n`);
  renameSync(temporary, file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // First start, or unreadable: both mean that nothing is remembered.
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

function graspable(bounds: Bounds | undefined, screen: Bounds): boolean {
  if (bounds === undefined) return false;
  const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return across >= GRASP_PIXELS && bounds.y >= screen.y && bounds.y <= screen.y + screen.height - GRASP_PIXELS;
}
