/** The adapters there are, by file name. */
import type { Adapter } from '../adapter.ts';
import command from './command.ts';
import directadmin from './directadmin.ts';
import exabgp from './exabgp.ts';
import nginx from './nginx.ts';
import plesk from './plesk.ts';
import proxmox from './proxmox.ts';
import rpz from './rpz.ts';
import webhook from './webhook.ts';
import whmcs from './whmcs.ts';

export const adapters: ReadonlyMap<string, Adapter> = new Map(
  [whmcs, directadmin, plesk, proxmox, exabgp, rpz, nginx, webhook, command].map((a) => [a.id, a]),
);
