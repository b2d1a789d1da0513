// All checks of `gatehouse doctor`, in the order in which they are printed.
import type { Check } from './check.ts';
import { ACCESS_CHECK } from './checks/access.ts';
import { CHANNELS_CHECK } from './checks/channels.ts';
import { CLOCK_CHECK } from './checks/clock.ts';
import { CONFIGURATION_CHECK } from './checks/configuration.ts';
import { HOME_CHECK } from './checks/home.ts';
import { MACHINES_CHECK } from './checks/machines.ts';
import { MODELS_CHECK } from './checks/models.ts';
import { NETWORK_CHECK } from './checks/network.ts';
import { PROGRAM_CHECK } from './checks/program.ts';
import { SERVICE_CHECK } from './checks/service.ts';
import { STORE_CHECK } from './checks/store.ts';

/** The checks. A new one is a file and a line here. */
export const CHECKS: readonly Check[] = [
  PROGRAM_CHECK,
  HOME_CHECK,
  CONFIGURATION_CHECK,
  STORE_CHECK,
  NETWORK_CHECK,
  MODELS_CHECK,
  MACHINES_CHECK,
  CHANNELS_CHECK,
  SERVICE_CHECK,
  CLOCK_CHECK,
  ACCESS_CHECK,
];
