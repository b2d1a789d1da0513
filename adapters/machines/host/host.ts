// The `host` member of the machine family.
import { defineMachine } from '../define-machine.ts';
import { openHostMachine } from './host-machine.ts';

/** This machine, with files confined to the workspace. */
export const hostMachine = defineMachine({ id: 'host', title: 'This computer', open: openHostMachine });
