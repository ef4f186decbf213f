#!/bin/sh
# Verifies a part of the audit, or a data-use list, that `guitai audit export` wrote.
#
#   sh verify_audit.sh FOLDER [--key PEM]… [--tsa-root PEM] [--witness checkpoints.jsonl]
#
# Needs a POSIX shell, awk, find, xargs, sed, od, and openssl 3; nothing of Guitai. Exit code 0: every proof holds.
# --key       public key of the audit as its agency published it; without it, the key in the folder is only named
# --tsa-root  certificate of the time-stamping authority as it published it; without it, the one in the folder is used
# --witness   your own copy of the witness file: the checkpoints of the export must be those that you know
set -eu
# awk takes digests like 12e4… for numbers: wherever two are compared, "" makes them texts.
LC_ALL=C
export LC_ALL
umask 077

fail() {
    printf 'DOES NOT HOLD: %s\n' "$*" >&2
    exit 1
}

usage() {
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

folder= keys= tsa_root= witness=
while [ $# -gt 0 ]; do
    case $1 in
    --key) [ $# -gt 1 ] || usage; keys="$keys$(openssl pkey -pubin -in "$2" -outform DER | openssl dgst -sha256 -r | cut -c1-64) "; shift 2 ;;
    --tsa-root) [ $# -gt 1 ] || usage; tsa_root=$2; shift 2 ;;
    --witness) [ $# -gt 1 ] || usage; witness=$2; shift 2 ;;
    -*) usage ;;
    *) [ -z "$folder" ] || usage; folder=$1; shift ;;
    esac
done
[ -n "$folder" ] && [ -f "$folder/records.txt" ] && [ -f "$folder/proofs.txt" ] || usage
records=$folder/records.txt proofs=$folder/proofs.txt

work=${TMPDIR:-/tmp}/verify_audit.$$
mkdir "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/parts" "$work/links" "$work/bytes"

# Every file of a folder: "name digest" a line.
digests_of_files() {
    (cd "$1" && find . -type f | sed 's/^\.\///' | xargs openssl dgst -sha256 -r) |
        sed 's/^\([0-9a-f]*\) \*\(.*\)$/\2 \1/'
}

# Lines "name hex" on the input: "name digest" of those bytes a line.
digests_of_bytes() {
    rm -rf "$work/bytes"
    mkdir "$work/bytes"
    awk -v dir="$work/bytes" '
        BEGIN { for (i = 0; i < 256; i++) octal[sprintf("%02x", i)] = sprintf("\\%03o", i) }
        {
            out = ""
            for (i = 1; i < length($2); i += 2) out = out octal[substr($2, i, 2)]
            printf "printf \047%s\047 >\047%s/%s\047\n", out, dir, $1
        }' >"$work/bytes.sh"
    [ -s "$work/bytes.sh" ] || return 0
    sh "$work/bytes.sh"
    digests_of_files "$work/bytes"
}

node() { # two digests -> the digest of the node above them
    printf 'one 01%s%s\n' "$1" "$2" | digests_of_bytes | cut -d' ' -f2
}

# ---- the form of the records, and one file for each part -----------------------------------------------------------
kind=$(sed -n '1s/^guitai-audit-export-1 //p' "$records")
case $kind in
part) subject= ;;
"list "*) subject=${kind#list } kind=list ;;
*) fail "records.txt is no export of the audit" ;;
esac

problem=$(awk -v kind="$kind" -v subject="$subject" -v parts="$work/parts" '
    function is_hash(text) { return length(text) == 64 && text !~ /[^0-9a-f]/ }
    function wrong(why) { print why " (line " NR " of records.txt)"; bad = 1; exit }
    function after(count,   rest, i) {
        rest = $0
        for (i = 0; i < count; i++) rest = substr(rest, index(rest, " ") + 1)
        return rest
    }
    function keep(text) { print text > (parts "/" NR); close(parts "/" NR) }
    NR == 1 { next }
    done { wrong("something stands after the end") }
    $1 == "record" {
        if (inside || $2 !~ /^[1-9][0-9]*$/ || length($2) > 15 || !is_hash($3) || NF != 3) wrong("no record begins like this")
        if ($2 + 0 <= position) wrong("position " $2 " stands twice or out of order")
        if (kind == "part" && position && $2 != position + 1) wrong("position " position + 1 " is missing")
        if (kind == "part" && position && $3 "" != link "") wrong("position " $2 " does not follow the record before")
        position = $2 + 0; inside = 1; count++; hers = 0; next
    }
    !inside && $1 != "end" { wrong("this belongs to no record") }
    $1 == "part" {
        keep(after(1))
        if (after(2) == "subject=\"" subject "\"") hers = 1
        next
    }
    $1 == "hidden" && kind == "list" { if (!is_hash($2) || NF != 2) wrong("no digest"); next }
    $1 == "subject" && kind == "part" { keep(after(1)); next }
    $1 == "person" && kind == "list" {
        if ($2 !~ /^[0-9]+$/ || $3 !~ /^[0-9]+$/) wrong("no place in a tree")
        if (after(5) != "subject=\"" subject "\"") wrong("it names somebody else")
        keep(after(4)); hers = 1; next
    }
    $1 == "link" {
        if (!is_hash($2) || NF != 2) wrong("no digest")
        if (kind == "list" && !hers) wrong("position " position " does not concern " subject)
        link = $2; inside = 0; next
    }
    $1 == "end" { if (inside || $2 != count + 0) wrong("records are missing"); done = 1; next }
    { wrong("nobody writes such a line") }
    END { if (!bad && !done) print "the end is missing" }
' "$records")
[ -z "$problem" ] || fail "$problem"

# ---- each record is what its link says -----------------------------------------------------------------------------
digests_of_files "$work/parts" >"$work/part-digests"
awk -v links="$work/links" -v expected="$work/expected" '
    phase == 1 { digest[$1] = $2; next }
    $1 == "record" { position = $2; text = "guitai-audit-2\n" position "\n" $3 "\n" }
    $1 == "part" { text = text digest[FNR] "\n" }
    $1 == "hidden" { text = text $2 "\n" }
    $1 == "link" {
        printf "%s", text > (links "/" position); close(links "/" position)
        print position, $2 > expected
    }
' phase=1 "$work/part-digests" phase=2 "$records"
[ -f "$work/expected" ] || : >"$work/expected"
digests_of_files "$work/links" >"$work/link-digests"
problem=$(awk 'phase == 1 { digest[$1] = $2; next } digest[$1] "" != $2 "" { print $1; exit }' \
    phase=1 "$work/link-digests" phase=2 "$work/expected")
[ -z "$problem" ] || fail "position $problem: the record or its place was changed"

# ---- the checkpoints: signatures, time-stamps, your witness ---------------------------------------------------------
: >"$work/checkpoints"
said=
for file in "$folder"/checkpoints/*.txt; do
    [ -f "$file" ] || fail "there is no checkpoint"
    number=$(basename "$file" .txt)
    stem=$folder/checkpoints/$number
    awk -v number="$number" '
        function is_hash(text) { return length(text) == 64 && text !~ /[^0-9a-f]/ }
        { line[NR] = $0 }
        END {
            if (NR != 6 || line[1] != "guitai-audit-checkpoint-2" || line[2] "" != number "" || number !~ /^[1-9][0-9]*$/) exit 1
            if (line[3] !~ /^[1-9][0-9]*$/ || !is_hash(line[4]) || !is_hash(line[5])) exit 1
            print line[2], line[3], line[4], line[5], line[6]
        }' "$file" >>"$work/checkpoints" || fail "checkpoint $number: it does not say what a checkpoint says"
    [ "$(openssl pkey -pubin -in "$stem.key.pem" 2>/dev/null)" = "$(cat "$stem.key.pem")" ] ||
        fail "checkpoint $number: its key is not what we write"
    key=$(openssl pkey -pubin -in "$stem.key.pem" -outform DER | openssl dgst -sha256 -r | cut -c1-64)
    case " $keys" in
    " ") ;;
    *" $key "*) ;;
    *) fail "checkpoint $number: signed with a key that is not the agency's" ;;
    esac
    openssl pkeyutl -verify -pubin -inkey "$stem.key.pem" -rawin -in "$file" -sigfile "$stem.sig" >/dev/null 2>&1 ||
        fail "checkpoint $number: its signature does not hold"
    stamp="without a time-stamp"
    if [ -f "$stem.tsr" ]; then
        roots=${tsa_root:-$folder/tsa-root.pem}
        cat "$file" "$stem.sig" >"$work/stamped"
        openssl ts -verify -in "$stem.tsr" -data "$work/stamped" -CAfile "$roots" >/dev/null 2>&1 ||
            fail "checkpoint $number: its time-stamp does not hold"
        stamp="time-stamped $(openssl ts -reply -in "$stem.tsr" -text 2>/dev/null | sed -n 's/^Time stamp: //p')"
    fi
    if [ -n "$witness" ]; then
        seen=$(sed -n "s/^{\"number\": $number, .*\"signature\": \"\([0-9a-f]*\)\"}$/\1/p" "$witness")
        mine=$(od -An -v -tx1 "$stem.sig" | tr -d ' \n')
        [ -z "$seen" ] || [ "$seen" = "$mine" ] || fail "checkpoint $number: your witness knows another one"
        [ -z "$seen" ] || stamp="$stamp, known to your witness"
    fi
    said="$said
  checkpoint $number at $(sed -n 6p "$file"), $stamp, key $key"
done
sort -n "$work/checkpoints" >"$work/sorted"
[ -z "$(awk 'NR > 1 && $2 <= before { print $1 } { before = $2 }' "$work/sorted")" ] || fail "checkpoints go backwards"

# ---- a part begins and ends at checkpoints, and agrees with those between -------------------------------------------
if [ "$kind" = part ]; then
    problem=$(awk '
        phase == 1 { if (!first) first = $1; last = $1; link[$1] = $2; next }
        phase == 2 { if ($1 == "record" && !seen++) before = $3 ""; next }
        { if ($2 == first - 1 && $3 "" == before) begun = 1; if ($2 == last) ended = 1 }
        $2 >= first && $2 <= last && link[$2] "" != $3 "" { print "checkpoint " $1 ": it signs another chain"; bad = 1; exit }
        END {
            if (bad) exit
            if (!first) { print "there is no record"; exit }
            if (first == 1 && before !~ /[^0]/) begun = 1
            if (!begun) print "position " first ": no checkpoint says what was before it"
            else if (!ended) print "position " last ": no checkpoint says that the part ends here"
        }' phase=1 "$work/expected" phase=2 "$records" phase=3 "$work/sorted")
    [ -z "$problem" ] || fail "$problem"
fi

# ---- everybody named in a record is under its digest ----------------------------------------------------------------
# "line digest position": a leaf of the tree of the persons in the record at that position
awk '
    phase == 1 { digest[$1] = $2; next }
    $1 == "record" { position = $2; place = 0 }
    $1 == "subject" { print position "-" place++, "00" digest[FNR] }
' phase=1 "$work/part-digests" phase=2 "$records" | digests_of_bytes >"$work/level"
while [ -s "$work/level" ] && awk -F'[- ]' '$2 > 0 { more = 1; exit } END { exit !more }' "$work/level"; do
    awk -F'[- ]' '{ hash[$1, $2] = $3; if (!($1 in size) || $2 >= size[$1]) size[$1] = $2 + 1 }
        END { for (r in size) for (i = 0; i < size[r]; i += 2)
            if (i + 1 < size[r]) print "pair", r "-" i / 2, "01" hash[r, i] hash[r, i + 1]
            else print "alone", r "-" i / 2, hash[r, i] }' "$work/level" >"$work/pairs"
    sed -n 's/^alone //p' "$work/pairs" >"$work/alone"
    sed -n 's/^pair //p' "$work/pairs" | digests_of_bytes | cat - "$work/alone" >"$work/level"
done
problem=$(awk '
    phase == 1 { split($1, at, "-"); root[at[1]] = $2; next }
    $1 == "record" { position = $2; people = 0 }
    $1 == "subject" { people++ }
    $1 == "part" && $3 ~ /^detail\.subjects="/ { told[position] = $3 " " $4 }
    $1 == "link" && (people || told[position] != "") && told[position] ~ /^detail\.subjects="[0-9]+ [0-9a-f]+"$/ {
        if (people == 0 && told[position] ~ /="0 /) next
        if (told[position] != "detail.subjects=\"" people " " root[position] "\"") { print position; exit }
    }
    $1 == "link" && people && told[position] == "" { print position; exit }
' phase=1 "$work/level" phase=2 "$records")
[ "$kind" = list ] || [ -z "$problem" ] || fail "position $problem: the persons named are not those of the record"

# ---- paths: from a leaf to a root ---------------------------------------------------------------------------------
# "name index last path expected leaf-bytes" a line
awk '
    phase == 1 { digest[$1] = $2; next }
    phase == 2 { link[$1] = $2; next }
    phase == 3 { size[$1] = $2; root[$1] = $4; next }
    phase == 4 && $1 == "record" { position = $2; told = "" }
    phase == 4 && $1 == "part" && $3 ~ /^detail\.subjects="/ { told = $4; sub(/"$/, "", told) }
    phase == 4 && $1 == "person" { held[position] = $2 " " $3 - 1 " " $4; leaf[position] = digest[FNR] }
    phase == 4 && $1 == "link" && position in held { print "person-" position, held[position], told, "00" leaf[position] }
    phase == 5 && $1 == "inclusion" && $2 in link && $3 in size {
        print "position-" $2, $2 - 1, size[$3] - 1, $4, root[$3], "00" link[$2]
    }
' phase=1 "$work/part-digests" phase=2 "$work/expected" phase=3 "$work/sorted" phase=4 "$records" phase=5 "$proofs" >"$work/tasks"
problem=$(awk -v kind="$kind" '
    phase == 1 { shown[substr($1, index($1, "-") + 1)] += ($1 ~ /^position-/); next }
    { last = $1; if (kind == "list" && !shown[$1]) { print $1; exit } }
    END { if (kind == "part" && !shown[last]) print last }
' phase=1 "$work/tasks" phase=2 "$work/expected")
[ -z "$problem" ] || fail "position $problem: nothing proves that it is in the audit"
awk '{ print $1, $6 }' "$work/tasks" | digests_of_bytes >"$work/nodes"
awk 'phase == 1 { node[$1] = $2; next } { print $1, $2, $3, $4, $5, node[$1] }' \
    phase=1 "$work/nodes" phase=2 "$work/tasks" >"$work/state"
while [ -s "$work/state" ]; do
    awk -v next_state="$work/next" -v todo="$work/todo" '
        BEGIN { printf "" > next_state; printf "" > todo }
        {
            name = $1; i = $2; last = $3; path = $4 == "-" ? "" : $4; node = $6; asked = 0
            while (last > 0 && !asked) {
                if (i % 2 || i < last) {
                    if (path == "") { print name; exit }
                    comma = index(path, ",")
                    beside = comma ? substr(path, 1, comma - 1) : path
                    path = comma ? substr(path, comma + 1) : ""
                    print name, i % 2 ? "01" beside node : "01" node beside > todo
                    asked = 1
                }
                i = int(i / 2); last = int(last / 2)
            }
            if (asked) print name, i, last, path == "" ? "-" : path, $5 > next_state
            else if (path != "" || node "" != $5 "") { print name; exit }
        }' "$work/state" >"$work/wrong"
    [ ! -s "$work/wrong" ] || fail "$(tr '-' ' ' <"$work/wrong"): its proof does not lead to the signed root"
    digests_of_bytes <"$work/todo" >"$work/nodes"
    awk 'phase == 1 { node[$1] = $2; next } { print $0, node[$1] }' phase=1 "$work/nodes" phase=2 "$work/next" >"$work/state"
done

# ---- each checkpoint is the beginning of the next ------------------------------------------------------------------
consistent() { # old size, old root, new size, new root, path
    fn=$(($1 - 1)) sn=$(($3 - 1)) rest=$(printf %s "$5" | tr ',' ' ')
    [ "$rest" != - ] || rest=
    if [ "$1" = "$3" ]; then
        [ "$2" = "$4" ] && [ -z "$rest" ]
        return
    fi
    while [ $((fn % 2)) = 1 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
    if [ $(($1 & ($1 - 1))) = 0 ]; then fr=$2; else fr=${rest%% *} rest=${rest#"$fr"} rest=${rest# }; fi
    sr=$fr
    for beside in $rest; do
        [ "$sn" != 0 ] || return 1
        if [ $((fn % 2)) = 1 ] || [ "$fn" = "$sn" ]; then
            fr=$(node "$beside" "$fr")
            sr=$(node "$beside" "$sr")
            while [ $((fn % 2)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
        else
            sr=$(node "$sr" "$beside")
        fi
        fn=$((fn / 2)) sn=$((sn / 2))
    done
    [ "$fr" = "$2" ] && [ "$sr" = "$4" ] && [ "$sn" = 0 ]
}

if [ "$kind" = part ]; then
    old= old_size= old_root=
    while read -r number size _head root _at; do
        if [ -n "$old" ]; then
            path=$(sed -n "s/^consistency $old $number //p" "$proofs")
            case $path in *[!0-9a-f,-]* | "") fail "checkpoint $number: nothing proves that it continues $old" ;; esac
            consistent "$old_size" "$old_root" "$size" "$root" "$path" || fail "checkpoint $number: it does not continue $old"
        fi
        old=$number old_size=$size old_root=$root
    done <"$work/sorted"
fi

# ---- what that means ------------------------------------------------------------------------------------------------
count=$(awk 'END { print NR }' "$work/expected")
first=$(sed -n '1s/ .*//p' "$work/expected") last=$(sed -n '$s/ .*//p' "$work/expected")
if [ "$kind" = part ]; then
    echo "HOLDS: $count records, positions $first to $last, none missing between them."
else
    echo "HOLDS: $count records that concern $subject, each in the audit. (That these are all, no proof of this kind can show.)"
fi
echo "Signed by$said"
[ -n "$keys" ] || echo "The key is the one in the folder: compare it with the one that the agency has published, or give --key."
[ -n "$tsa_root" ] || [ ! -f "$folder/tsa-root.pem" ] || echo "The authority's certificate is the one in the folder: give --tsa-root with the one it has published."
