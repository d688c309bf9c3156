/** What the STIX 2.1 vocabularies mean for us: types of infrastructure and indicators, and steps of the kill chain. */

/** `infrastructure_types` (infrastructure-type-ov). */
export const infrastructureKinds: Readonly<Record<string, string>> = {
  amplification: 'vuln.amplifier',
  anonymization: 'infra.open_proxy',
  botnet: 'malware.infected_host',
  'command-and-control': 'malware.c2',
  exfiltration: 'malware.config_dropzone',
  'hosting-malware': 'malware.distribution',
  'hosting-target-lists': 'malware.config_dropzone',
  phishing: 'fraud.phishing',
  reconnaissance: 'attack.scan',
  staging: 'malware.distribution',
};

/** `indicator_types` (indicator-type-ov) and the labels that 2.0 had instead. */
export const indicatorKinds: Readonly<Record<string, string>> = {
  anonymization: 'infra.open_proxy',
  compromised: 'intrusion.server',
};

/** Steps of the kill chain, by their names in the common chains. */
export const phaseKinds: Readonly<Record<string, string>> = {
  'command-and-control': 'malware.c2',
  delivery: 'malware.distribution',
  exfiltration: 'malware.config_dropzone',
  reconnaissance: 'attack.scan',
};

/** Markings of the traffic light that the standard itself defines (§7.2.1.4). */
export const lightMarkings: Readonly<Record<string, string>> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'tlp:clear',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'tlp:green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'tlp:amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'tlp:red',
};
