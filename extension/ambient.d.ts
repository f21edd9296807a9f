/** The browser that this build is for. */
declare const __TARGET__: "chrome" | "firefox";
/** A build for tests: every host is granted, and media may come from loopback. */
declare const __GRANTED__: boolean;
/** A build of `npm run dev`: loads itself anew after each build. */
declare const __DEV__: boolean;

declare module "*?worker&url" {
  const url: string;
  export default url;
}
declare module "*?url" {
  const url: string;
  export default url;
}
declare module "*.css?inline" {
  const text: string;
  export default text;
}
declare module "*.css";
