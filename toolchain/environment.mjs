// What a build tool may see of the caller's environment. Plain JavaScript for Node >= 18.

/** Names that compilers, installers and their network access need; tokens of vendors are none of their business. */
const allowed =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TERM|TMPDIR|TEMP|TMP|XDG_.*|GO[A-Z0-9]+|.*_proxy|.*_PROXY|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|GIT_SSL_CAINFO|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|npm_config_.*|NPM_CONFIG_.*|PIP_.*|PYENV_.*|VIRTUAL_ENV|NO_COLOR|CI)$/;

/** The part of an environment that a build tool gets. */
export function toolEnvironment(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value !== undefined && allowed.test(name)),
  );
}
