// What a reader grants who allows every site: the patterns of the manifest's optional_host_permissions.

/** Match patterns of all hosts. */
export const EVERYWHERE = ["https://*/*", "http://*/*"];
