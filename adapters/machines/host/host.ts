// The `host` member of the sandbox family.
import { defineSandbox } from '../define-machine.ts';
import { openHostSandbox } from './host-machine.ts';

/** This machine, with files confined to the workspace. */
export const hostSandbox = defineSandbox({ id: 'host', title: 'This computer', open: openHostSandbox });
