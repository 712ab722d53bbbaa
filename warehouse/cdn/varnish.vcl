# Varnish in front of Warehouse. What it does and why is in README.rst beside this file.
#
# Needs varnish-modules (xkey), and two listening sockets: one for the public, and one
# named "purge" that nobody but the workers can reach:
#
#   varnishd -f varnish.vcl -s malloc,1G -a http=:80 -a purge=:6081
#
# Count it in TRUSTED_PROXIES; a proxy before it, which ends TLS, is one more.

vcl 4.1;

import std;
import xkey;

# The only lines to change.
backend default {
    .host = "web";
    .port = "8000";
    .connect_timeout = 5s;
    .first_byte_timeout = 300s;
    .between_bytes_timeout = 60s;
    .probe = {
        .url = "/_health/";
        .interval = 5s;
        .timeout = 5s;
        .window = 5;
        .threshold = 3;
        .initial = 3;
    }
}

# Who may purge, by the address that the connection comes from.
acl purgers {
    "127.0.0.0"/8;
    "10.0.0.0"/8;
    "172.16.0.0"/12;
    "192.168.0.0"/16;
    "::1";
    "fc00::"/7;
}

sub vcl_recv {
    if (local.socket == "purge") {
        call purge_by_key;
    }
    unset req.http.xkey-purge;
    unset req.http.xkey-softpurge;

    # Each proxy adds an entry to these; for X-Forwarded-For Varnish itself does. So nothing
    # that a client wrote is ever the entry that the application believes.
    if (req.restarts == 0) {
        std.collect(req.http.X-Forwarded-Proto);
        std.collect(req.http.X-Forwarded-Host);
        if (req.http.X-Forwarded-Proto) {
            set req.http.X-Forwarded-Proto = req.http.X-Forwarded-Proto + ", http";
        } else {
            set req.http.X-Forwarded-Proto = "http";
        }
        if (req.http.X-Forwarded-Host) {
            set req.http.X-Forwarded-Host = req.http.X-Forwarded-Host + ", " + req.http.Host;
        } else {
            set req.http.X-Forwarded-Host = req.http.Host;
        }
    }

    # A page that was not purged is true for as long as it is kept: five minutes more while
    # it is fetched again, and longer only while the application does not answer.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 300s;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Ranges of files go through as they are, and no file fills the memory.
    if (req.http.Authorization || req.url ~ "^/packages/") {
        return (pass);
    }
    call language;
    # Cookies keep nothing from being kept: only the answer can say that it is personal.
    return (hash);
}

# Pages vary by language, so that has to be one of those that there are: the one that was
# chosen, else the first that the client accepts and we have. The application is asked with
# just that, and its answer is kept for it. Name a new language in both places.
sub language {
    if (req.http.Cookie ~ "(^|; *)_LOCALE_=\x22?(en|de|es|fr|pt|uk|he|ja|zh)\x22?( *;|$)") {
        set req.http.PyPI-Locale =
            regsub(req.http.Cookie, "^(.*; *)?_LOCALE_=\x22?(en|de|es|fr|pt|uk|he|ja|zh).*$", "\2");
    } elseif (req.http.Accept-Language ~ "(?i)(^|, *)(en|de|es|fr|pt|uk|he|ja|zh)(-[a-z0-9-]+)? *(;|,|$)") {
        set req.http.PyPI-Locale = std.tolower(regsub(req.http.Accept-Language,
            "(?i)^(?:.*?, *)??(en|de|es|fr|pt|uk|he|ja|zh)(?:-[a-z0-9-]+)? *(?:[;,].*)?$", "\1"));
    } else {
        set req.http.PyPI-Locale = "en";
    }
    set req.http.Accept-Language = req.http.PyPI-Locale;
    # A language that is not named here cannot get into what is kept for another.
    set req.http.Cookie = regsuball(req.http.Cookie, "(^|; *)_LOCALE_=[^;]*", "");
    if (req.http.Cookie == "") {
        unset req.http.Cookie;
    }
}

sub purge_by_key {
    if (req.method != "PURGE" || remote.ip !~ purgers) {
        return (synth(403, "Forbidden"));
    }
    if (req.http.xkey-softpurge) {
        set req.http.n-purged = xkey.softpurge(req.http.xkey-softpurge);
    } elseif (req.http.xkey-purge) {
        set req.http.n-purged = xkey.purge(req.http.xkey-purge);
    } else {
        return (synth(400, "No keys"));
    }
    return (synth(200, "Purged " + req.http.n-purged));
}

sub vcl_hash {
    # Pages name the scheme and the host that the client used; the URL and Host follow.
    hash_data(req.http.X-Forwarded-Proto);
    hash_data(req.http.X-Forwarded-Host);
}

sub vcl_backend_fetch {
    set bereq.http.X-Asked = now;
}

sub vcl_backend_response {
    # Whole seconds, rounded down: it never seems faster than it was. What was asked for
    # before a purge and comes so late could miss the second one, five seconds after it.
    if (now - std.time(bereq.http.X-Asked, now - 1h) > 4s) {
        set beresp.http.X-Late = "1";
    }
    # The cookie means nothing but the language here, which is in PyPI-Locale already.
    if (beresp.http.Vary ~ "PyPI-Locale") {
        set beresp.http.Vary = regsuball(
            beresp.http.Vary, "(?i)(, *)?\b(cookie|accept-language)\b", "");
        set beresp.http.Vary = regsub(beresp.http.Vary, "^, *", "");
    }
    if (!bereq.uncacheable
            && beresp.status == 200
            && beresp.http.Surrogate-Control ~ "max-age=[1-9]"
            && !beresp.http.X-Late
            && !beresp.http.Set-Cookie
            && beresp.http.Cache-Control !~ "private|no-store"
            && beresp.http.Vary !~ "(?i)\*|cookie|authorization") {
        # "*" is what `warehouse cache purge --all` purges.
        set beresp.http.xkey = beresp.http.Surrogate-Key + " *";
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.grace = 0s;
        if (beresp.http.Surrogate-Control ~ "stale-if-error=") {
            set beresp.grace = std.duration(
                regsub(beresp.http.Surrogate-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
        }
        set beresp.keep = 0s;
    } else {
        # For two minutes nobody waits for another's answer to see whether it can be kept.
        set beresp.uncacheable = true;
        set beresp.ttl = 120s;
        set beresp.grace = 0s;
    }
    return (deliver);
}

sub vcl_deliver {
    # Clients know nothing of PyPI-Locale: they are told what it is made of.
    if (resp.http.Vary ~ "PyPI-Locale") {
        set resp.http.Vary = resp.http.Vary + ", Accept-Language, Cookie";
    }
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    unset resp.http.xkey;
    unset resp.http.X-Late;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # Clients count max-age from when they got an answer; it was true at that moment.
    unset resp.http.Age;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
    set resp.http.X-Cache-Hits = obj.hits;
    return (deliver);
}

sub vcl_synth {
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.body = resp.reason + {"
"};
    return (deliver);
}

sub vcl_backend_error {
    set beresp.http.Content-Type = "text/plain; charset=utf-8";
    set beresp.http.Retry-After = "5";
    set beresp.body = {"The index does not answer. Please try again shortly.
"};
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
    return (deliver);
}
