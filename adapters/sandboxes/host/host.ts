// The `host` member of the sandbox family.
import { defineSandbox } from '../define-sandbox.ts';
import { openHostSandbox } from './host-sandbox.ts';

/** This machine, with files confined to the workspace. */
export const hostSandbox = defineSandbox({ id: 'host', title: 'This computer', open: openHostSandbox });
