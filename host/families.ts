// The members of each family that ship with Gatehouse.
import type { ChannelKind } from '#adapters/channels/define-channel.ts';
import { CHANNELS } from '#adapters/channels/registry.ts';
import type { MachineKind } from '#adapters/machines/define-machine.ts';
import { MACHINES } from '#adapters/machines/registry.ts';
import type { ProviderDefinition } from '#adapters/providers/define-provider.ts';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import type { ToolSource } from '#core/ports/tool-source.ts';
import { BUILT_IN_TOOLS } from '#core/tools/registry.ts';
import { METHOD_ENTRIES } from '#gateway/methods/registry.ts';
import type { MethodEntry } from '#gateway/server/dispatch/handler.ts';

/** Members of each family. */
export interface Families {
  readonly providers: readonly ProviderDefinition[];
  readonly machines: readonly MachineKind[];
  readonly channels: readonly ChannelKind[];
  readonly methods: ReadonlyMap<string, MethodEntry>;
  /** In the order in which a model sees their tools. */
  readonly toolSources: readonly (() => ToolSource)[];
}

/** Everything in the registries. */
export const FAMILIES: Families = {
  providers: PROVIDERS,
  machines: MACHINES,
  channels: CHANNELS,
  methods: METHOD_ENTRIES,
  toolSources: [() => BUILT_IN_TOOLS],
};
