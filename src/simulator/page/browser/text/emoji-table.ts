/** `character=name,other-name`: those that an alert bot, and people who answer it, would use. */
export const EMOJI = `
🔴=red_circle 🟠=large_orange_circle,orange_circle 🟡=large_yellow_circle,yellow_circle
🟢=large_green_circle,green_circle 🔵=large_blue_circle,blue_circle 🟣=large_purple_circle
⚫=black_circle ⚪=white_circle 🟤=large_brown_circle
🟥=large_red_square,red_square 🟧=large_orange_square,orange_square 🟨=large_yellow_square,yellow_square
🟩=large_green_square,green_square 🟦=large_blue_square,blue_square 🟪=large_purple_square
⬛=black_large_square ⬜=white_large_square ◼️=black_medium_square ◻️=white_medium_square
▪️=black_small_square ▫️=white_small_square 🔺=small_red_triangle 🔻=small_red_triangle_down
🔶=large_orange_diamond 🔷=large_blue_diamond 🔸=small_orange_diamond 🔹=small_blue_diamond
✅=white_check_mark ☑️=ballot_box_with_check ✔️=heavy_check_mark ❌=x ❎=negative_squared_cross_mark
❗=exclamation,heavy_exclamation_mark ‼️=bangbang ❓=question ❔=grey_question ❕=grey_exclamation
⚠️=warning 🚨=rotating_light 🔥=fire 💥=boom,collision 🛑=octagonal_sign,stop_sign ⛔=no_entry
🚫=no_entry_sign 🚧=construction 🆘=sos 🆕=new 🆗=ok 🔝=top 💯=100
🔔=bell 🔕=no_bell 🔇=mute 🔈=speaker 📢=loudspeaker 📣=mega 💤=zzz 😴=sleeping
⏰=alarm_clock ⏱️=stopwatch ⏲️=timer_clock ⏳=hourglass_flowing_sand ⌛=hourglass 🕐=clock1 🕒=clock3
🕘=clock9 📅=date 📆=calendar 🗓️=spiral_calendar_pad,spiral_calendar
▶️=arrow_forward ◀️=arrow_backward ⏸️=double_vertical_bar,pause_button ⏹️=black_square_for_stop,stop_button
⏭️=black_right_pointing_double_triangle_with_vertical_bar,next_track_button
🔁=repeat 🔂=repeat_one 🔄=arrows_counterclockwise 🔃=arrows_clockwise
⬆️=arrow_up ⬇️=arrow_down ⬅️=arrow_left ➡️=arrow_right ↗️=arrow_upper_right ↘️=arrow_lower_right
↩️=leftwards_arrow_with_hook ↪️=arrow_right_hook 🔼=arrow_up_small 🔽=arrow_down_small
📈=chart_with_upwards_trend 📉=chart_with_downwards_trend 📊=bar_chart 🧮=abacus
📄=page_facing_up 📃=page_with_curl 📋=clipboard 📝=memo,pencil 📎=paperclip 📌=pushpin 📍=round_pushpin
📁=file_folder 📂=open_file_folder 🗂️=card_index_dividers 🗃️=card_file_box 🗄️=file_cabinet 📦=package
📥=inbox_tray 📤=outbox_tray 📨=incoming_envelope 📩=envelope_with_arrow ✉️=email,envelope
🔗=link 🔒=lock 🔓=unlock 🔐=closed_lock_with_key 🔑=key 🗝️=old_key 🛡️=shield
🔧=wrench 🔨=hammer 🛠️=hammer_and_wrench ⚙️=gear 🧰=toolbox 🔩=nut_and_bolt 🧹=broom 🗑️=wastebasket
🔍=mag 🔎=mag_right 💡=bulb 🧪=test_tube 🧭=compass 🗺️=world_map
💾=floppy_disk 💿=cd 🖥️=desktop_computer 💻=computer 📱=iphone ☁️=cloud ⚡=zap 🔌=electric_plug
🔋=battery 📡=satellite_antenna,satellite 🌐=globe_with_meridians 🌍=earth_africa 🌎=earth_americas
🤖=robot_face,robot 👤=bust_in_silhouette 👥=busts_in_silhouette 👷=construction_worker 🧑‍💻=technologist
👀=eyes 👋=wave 👍=thumbsup,+1 👎=thumbsdown,-1 👏=clap 🙌=raised_hands 🙏=pray 💪=muscle 🤝=handshake
👉=point_right 👈=point_left 👆=point_up_2 👇=point_down ☝️=point_up ✋=hand,raised_hand 🫡=saluting_face
🙂=slightly_smiling_face 😀=grinning 😄=smile 😅=sweat_smile 😂=joy 😉=wink 😎=sunglasses 🤔=thinking_face,thinking
😕=confused 😞=disappointed 😢=cry 😭=sob 😱=scream 😬=grimacing 🤷=shrug 🤦=facepalm,face_palm
🎉=tada 🥳=partying_face 🎊=confetti_ball ✨=sparkles ⭐=star 🌟=star2 🏆=trophy 🏁=checkered_flag
🚀=rocket 🎯=dart 🚩=triangular_flag_on_post 🏷️=label ❤️=heart 💚=green_heart 💔=broken_heart ☕=coffee
ℹ️=information_source ➕=heavy_plus_sign ➖=heavy_minus_sign ✖️=heavy_multiplication_x ♻️=recycle ♾️=infinity
0️⃣=zero 1️⃣=one 2️⃣=two 3️⃣=three 4️⃣=four 5️⃣=five 6️⃣=six 7️⃣=seven 8️⃣=eight 9️⃣=nine 🔟=keycap_ten
☀️=sunny 🌧️=rain_cloud ⛈️=thunder_cloud_and_rain,thunder_cloud_rain 🌱=seedling 🐛=bug 🐢=turtle 🐌=snail 🌊=ocean
`;
