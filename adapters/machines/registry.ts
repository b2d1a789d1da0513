// All kinds of sandboxes. A new one is one folder and one line here.
import type { SandboxKind } from './define-machine.ts';
import { hostSandbox } from './host/host.ts';

/** The family. The first one is used where nothing else was chosen. */
export const SANDBOX_KINDS: readonly [SandboxKind, ...SandboxKind[]] = [hostSandbox];
