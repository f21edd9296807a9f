// Purposes (extendedKeyUsage) that make a certificate one for signing claims, C2PA 2.4 §14.5.1.1. The engine has to be
// told: by itself it calls a certificate with C2PA's own claimSigning or documentSigning alone Invalid, although it
// conforms. It lets timeStamping and OCSPSigning through whatever it is told; src/trust/policy.ts refuses them.
export const SIGNER_PURPOSES: readonly string[] = [
  "1.3.6.1.4.1.62558.2.1", // c2pa-kp-claimSigning
  "1.3.6.1.5.5.7.3.36", // documentSigning
  "1.3.6.1.5.5.7.3.4", // emailProtection
  "1.3.6.1.4.1.311.76.59.1.9", // Microsoft C2PA Signing
];
